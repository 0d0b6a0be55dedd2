import { formatYuan, type Fen } from '@louting/common/money';
import type { MonthDocument } from '../../../contract/month-document-api.ts';
import type { Channel, MonthReport } from '../../../contract/reconciliation-api.ts';

const CHANNELS: Readonly<Record<Channel, string>> = {
  'wechat-pay': '微信支付 WeChat Pay',
  alipay: '支付宝 Alipay',
  unionpay: '银联 UnionPay',
  pos: 'POS',
  'kiosk-cash': '现金 Cash',
};

const STATES: Readonly<Record<MonthDocument['state'], string>> = {
  PREPARED: '待签 Prepared',
  SIGNED: '已签 Signed',
  REOPENED: '已作废 Reopened',
};

/**
 * With a byte order mark, so that spreadsheets read it as UTF-8; amounts in yuan.
 * @param document whose figures these are, where they are a document's: who prepared and signed them stands below
 */
export function monthReportCsv({ month, channels, bank }: MonthReport, document?: MonthDocument): string {
  const yuan = (amount: Fen) => formatYuan(amount);
  const rows: readonly (readonly (string | number)[])[] = [
    ['对账月报 Reconciliation', month],
    [],
    [
      '渠道 Channel',
      '期初在途 Opening',
      '收款 Received',
      '退款 Refunded',
      '手续费 Fees',
      '结算到账 Settled',
      '其他 Other',
      '期末在途 Closing',
      '账单收款 Received by file',
      '账单退款 Refunded by file',
      '账单手续费 Fees by file',
      '未结差异 Open differences',
      '已结差异 Settled differences',
    ],
    ...channels.map((row) => [
      CHANNELS[row.channel],
      yuan(row.openingFen),
      yuan(row.receivedFen),
      yuan(row.refundedFen),
      yuan(row.feeFen),
      yuan(row.settledFen),
      yuan(row.otherFen),
      yuan(row.closingFen),
      yuan(row.fileReceivedFen),
      yuan(row.fileRefundedFen),
      yuan(row.fileFeeFen),
      row.openDifferences,
      row.closedDifferences,
    ]),
    [],
    ['银行存款 Bank', '期初 Opening', '收入 In', '支出 Out', '期末 Closing'],
    ['1002', yuan(bank.openingFen), yuan(bank.inFen), yuan(bank.outFen), yuan(bank.closingFen)],
    [],
    ['银行流水 Bank lines', '笔数 Count', '金额 Amount'],
    ['自动匹配 Matched by itself', bank.autoCount, yuan(bank.autoFen)],
    ['人工匹配 Matched by people', bank.byPersonCount, yuan(bank.byPersonFen)],
    ['其他单据说明 Explained', bank.explainedCount, yuan(bank.explainedFen)],
    ['待处理 Waiting', bank.waitingCount, yuan(bank.waitingFen)],
    ['最早待处理 Oldest waiting', bank.oldestWaitingOn ?? ''],
    ...(document ? signaturesOf(document) : [[], ['未签，随账变动 Not signed, moves with the books']]),
  ];
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

function signaturesOf(document: MonthDocument): readonly (readonly (string | number)[])[] {
  const { signedByName, signedAt } = document;
  const time = (at: number) => new Date(at).toISOString();
  return [
    [],
    ['版本 Version', document.version, STATES[document.state]],
    ['编制 Prepared by', document.preparedByName, time(document.preparedAt)],
    ['审核 Signed by', signedByName ?? '', signedAt === undefined ? '' : time(signedAt)],
    ['校验码 SHA-256', document.hash],
  ];
}

/** A name is somebody's text: it neither breaks the row nor is taken by a spreadsheet for a formula. */
function cellOf(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const text = /^[=+@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
