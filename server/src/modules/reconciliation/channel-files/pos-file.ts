import { createRowFields, placeColumns, type RowFields } from '../file-reading/columns.ts';
import { yuanToFen } from '../file-reading/figures.ts';
import {
  formulaProblem,
  isBlank,
  type CellRecord,
  type TableReader,
  type TableRecord,
} from '../file-reading/table-records.ts';
import { problemOf } from '../file-reading/text-lines.ts';
import type { ChannelTrade, FileRow } from '../statement-rows.ts';
import { createRunningTotals } from './totals.ts';

/** Columns of a POS aggregator's detail file we read (of 34, found by name). */
const columns = {
  terminal: ['终端号', '终端编号'],
  date: ['交易日期', '交易日期时间', '交易时间'],
  time: ['交易时间'],
  type: ['交易类型', '业务类型'],
  state: ['交易状态', '状态'],
  referenceNo: ['参考号', '系统参考号', '检索参考号'],
  originalReferenceNo: ['原参考号', '原系统参考号', '原交易参考号'],
  batch: ['批次号', '终端批次号'],
  trace: ['凭证号', '终端流水号', 'POS流水号', '流水号'],
  amount: ['交易金额', '金额'],
  fee: ['手续费', '商户手续费'],
  orderNo: ['订单号', '商户订单号'],
  originalOrderNo: ['原订单号', '原商户订单号'],
  currency: ['币种', '交易币种'],
} as const;
type Column = keyof typeof columns;

const REQUIRED: readonly Column[] = ['terminal', 'date', 'type', 'amount', 'fee'];
const MAX_PREAMBLE_LINES = 20;

/** Reads the file of a card-terminal aggregator: CSV with its header in the first lines, and often 合计 at the end. */
export function posFileReader(): TableReader<ChannelTrade> {
  const totals = createRunningTotals();
  let state: 'header' | 'rows' | 'refused' = 'header';
  let fields: RowFields<Column> | undefined;
  let places: Readonly<Record<Column, number>> | undefined;
  let width = 0;
  let lastLine = 0;

  const findHeader = ({ cells, line }: CellRecord): FileRow<ChannelTrade> | undefined => {
    const found = placeColumns(columns, cells);
    const missing = REQUIRED.filter((key) => found[key] < 0);
    if (found.referenceNo < 0 && (found.batch < 0 || found.trace < 0)) missing.push('referenceNo');
    if (missing.length > 0) {
      if (line < MAX_PREAMBLE_LINES) return undefined;
      state = 'refused';
      const names = missing.map((key) => columns[key][0]).join(', ');
      return problemOf(line, 'LT-2703', names);
    }
    // Where one column holds date and time, both names find it.
    places = found.date === found.time ? { ...found, time: -1 } : found;
    fields = createRowFields(columns, places);
    width = cells.length;
    state = 'rows';
    return undefined;
  };

  const readTotals = ({ cells, line }: CellRecord): FileRow<ChannelTrade> | undefined => {
    const printed = new Map<string, number | undefined>();
    for (const column of ['amount', 'fee'] as const) {
      const cell = cells[places?.[column] ?? -1] ?? '';
      if (cell.trim() !== '') printed.set(column, yuanToFen(cell));
    }
    return totals.compare(line, printed);
  };

  const readRow = (record: CellRecord): FileRow<ChannelTrade> => {
    const formula = formulaProblem(record);
    if (formula) return formula;
    const { cells, line } = record;
    if (!fields || cells.length !== width) return problemOf(line, 'LT-2706', `${cells.length} ≠ ${width}`);
    fields.load(cells, line);
    totals.add('amount', fields.fen('amount'));
    totals.add('fee', fields.fenOrZero('fee'));
    const row = toTrade(fields);
    const fault = fields.fault();
    return fault ? { problem: fault } : { row };
  };

  const read = (record: TableRecord): FileRow<ChannelTrade> | undefined => {
    if ('problem' in record) {
      totals.skipRow();
      return { problem: record.problem };
    }
    if (isBlank(record)) return undefined;
    if (state === 'header') return findHeader(record);
    if (/^(合计|总计)/.test(record.cells.find((cell) => cell.trim() !== '')?.trim() ?? '')) return readTotals(record);
    const row = readRow(record);
    if ('problem' in row) totals.skipRow();
    return row;
  };

  return {
    record: (record) => {
      lastLine = record.line;
      const row = state === 'refused' ? undefined : read(record);
      return row ? [row] : [];
    },
    end: () => (state === 'header' ? [problemOf(lastLine, 'LT-2703', '')] : []),
  };
}

function toTrade(fields: RowFields<Column>): ChannelTrade {
  const type = fields.text('type');
  const isRefund = /退货|退款|撤销|冲正/.test(type);
  const isPayment = !isRefund && /消费|支付|收款|扫码|预授权完成/.test(type);
  if (!isRefund && !isPayment) fields.reject('LT-2716', '交易类型');
  const currency = fields.text('currency');
  if (!['', 'CNY', '156', '人民币'].includes(currency)) fields.reject('LT-2715', currency);
  const reference = fields.text('referenceNo');
  const slip = { batch: fields.text('batch'), trace: fields.text('trace') };
  const bySlip = reference === '' && slip.batch !== '' && slip.trace !== '';
  if (reference === '' && !bySlip) fields.reject('LT-2706', '参考号');
  const referenceNo = bySlip ? `${slip.batch}-${slip.trace}` : reference;

  const orderNo = fields.text('orderNo');
  const fee = Math.abs(fields.fenOrZero('fee'));
  const common = {
    channel: 'pos' as const,
    amountFen: Math.abs(fields.fen('amount')),
    at: fields.moment('date', 'time'),
    state: stateOf(fields),
    line: fields.line,
    ...(fields.text('terminal') === '' ? {} : { terminal: fields.text('terminal') }),
  };
  if (!isRefund) {
    const sale = { kind: 'payment', outTradeNo: orderNo, transactionId: referenceNo, feeFen: fee } as const;
    return { ...common, ...sale, ...(bySlip && { slip }) };
  }
  const originalOrderNo = fields.text('originalOrderNo');
  return {
    ...common,
    kind: 'refund',
    outTradeNo: originalOrderNo === '' ? orderNo : originalOrderNo,
    transactionId: fields.text('originalReferenceNo'),
    refundId: referenceNo,
    feeFen: 0 - fee || 0,
    ...(originalOrderNo === '' || orderNo === '' ? {} : { outRefundNo: orderNo }),
  };
}

function stateOf(fields: RowFields<Column>): ChannelTrade['state'] {
  const state = fields.text('state');
  if (state === '' || /成功|已完成|已清算/.test(state)) return 'success';
  if (/失败|关闭/.test(state)) return 'failed';
  if (!/处理中|待/.test(state)) fields.reject('LT-2716', '交易状态');
  return 'processing';
}
