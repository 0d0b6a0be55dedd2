import { readFileSync } from 'node:fs';
import {
  ReceiptFieldsSchema,
  SlipFieldsSchema,
  type FormName,
  type ReceiptFields,
  type SlipFields,
} from '../../protocol/forms.ts';
import { parsePbm } from './bitmap.ts';
import { startJob, type Job } from './job.ts';
import type { EscposProfile } from './profile.ts';
import { columnsOf, printable } from './text.ts';

const image = (name: string) => parsePbm(readFileSync(new URL(`images/${name}.pbm`, import.meta.url)));
const PAVILION = image('pavilion');
const RECEIVED_SEAL = image('received-seal');

export interface RenderedForm {
  readonly bytes: Uint8Array;
  /** Characters the printer's font lacks, printed as 〓: to be counted in the log. */
  readonly rareCharacters: number;
}

/** Values by field name, as `Printer.PrintForm` carries them. */
export type FormFields = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * The finished byte stream of a form, for `ReceiptPrinterDriver.print`.
 * @throws ZodError when the fields are not those of the form.
 */
export function renderForm(formName: FormName, fields: FormFields, profile: EscposProfile): Uint8Array {
  return renderFormCounted(formName, fields, profile).bytes;
}

/** As `renderForm`, and tells how many characters could not be printed. */
export function renderFormCounted(formName: FormName, fields: FormFields, profile: EscposProfile): RenderedForm {
  const job = startJob(profile);
  if (formName === 'receipt') layReceipt(job, ReceiptFieldsSchema.parse(fields));
  else laySlip(job, SlipFieldsSchema.parse(fields));
  return job.finish();
}

function layReceipt(job: Job, receipt: ReceiptFields): void {
  const body = receipt.largeType[0] === 'yes' ? 2 : 1;
  job.picture(PAVILION, 'centre');
  job.size(2);
  job.bold(true);
  job.text(receipt.title[0], 'centre');
  job.bold(false);
  if (receipt.copyMark) {
    job.feed(1);
    job.bar(receipt.copyMark[0]);
  }
  job.size(body);
  job.feed(1);
  job.labelled('编　号：', receipt.number[0]);
  job.labelled('小　区：', receipt.community[0]);
  job.labelled('收款方：', receipt.company[0]);
  job.labelled('房　号：', receipt.room[0]);
  job.labelled('缴费人：', receipt.payer[0]);
  job.rule();
  layItems(job, receipt);
  job.rule();
  layTotal(job, receipt.total[0], body === 2 ? 3 : 2);
  job.size(body);
  job.labelled('大　写：', receipt.totalCapitals[0]);
  job.rule();
  job.labelled('支付方式：', receipt.method[0]);
  if (receipt.channelReference) job.labelled('交易单号：', receipt.channelReference[0]);
  for (const fact of receipt.cardSlip ?? []) job.text(fact);
  job.labelled('时　　间：', receipt.time[0]);
  job.labelled('缴费机号：', receipt.kioskNumber[0]);
  if (receipt.toPrepayment) job.labelled('转入预存：', `${receipt.toPrepayment[0]} 元`);
  job.labelled('预存余额：', `${receipt.prepaidAfter[0]} 元`);
  if (receipt.refund) {
    job.rule();
    for (const sentence of receipt.refund) job.text(sentence);
  }
  job.picture(RECEIVED_SEAL, 'right');
  job.qr(receipt.verifyUrl[0]);
  job.text('扫码验真伪、开电子发票', 'centre');
  job.feed(1);
  job.text(`服务电话 ${receipt.servicePhone[0]}`, 'centre');
}

/** Columns item | period | amount where they fit, else the item on a line of its own. */
function layItems(job: Job, receipt: ReceiptFields): void {
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((text) => columnsOf(printable(text).text)));
  const amountColumns = widest(['金额(元)', ...receipt.itemAmount]) + 1;
  const periodColumns = widest(['期间', ...receipt.itemPeriod]);
  const itemColumns = job.columns() - amountColumns - periodColumns - 1;
  const rows = receipt.itemName.map((item, index) => ({
    item,
    period: receipt.itemPeriod[index] ?? '',
    amount: receipt.itemAmount[index] ?? '',
  }));

  if (itemColumns < 12) {
    job.edges('项目/期间', '金额(元)');
    for (const row of rows) {
      job.text(row.item);
      job.edges(row.period, row.amount);
    }
    return;
  }
  for (const row of [{ item: '项目', period: '期间', amount: '金额(元)' }, ...rows]) {
    job.row([
      { text: row.item, columns: itemColumns },
      { text: '', columns: 1 },
      { text: row.period, columns: periodColumns },
      { text: row.amount, columns: amountColumns, align: 'right' },
    ]);
  }
}

function layTotal(job: Job, total: string, size: 2 | 3): void {
  const value = `${total}元`;
  const fits = (): boolean => columnsOf('合计') + 1 + columnsOf(value) <= job.columns();
  job.size(size);
  if (!fits()) job.size(2);
  job.bold(true);
  job.edges('合计', value);
  job.bold(false);
}

function laySlip(job: Job, slip: SlipFields): void {
  const body = slip.largeType[0] === 'yes' ? 2 : 1;
  job.picture(PAVILION, 'centre');
  job.size(2);
  job.bold(true);
  job.text(slip.title[0], 'centre');
  job.bold(false);
  job.feed(1);
  job.size(body);
  job.text(slip.code ? '收据编号' : '凭条编号', 'centre');
  job.size(2);
  job.text(slip.reference[0], 'centre');
  job.size(body);
  job.rule();
  for (const sentence of slip.message) job.text(sentence);
  if (slip.code) job.qr(slip.code[0]);
  job.rule();
  job.labelled('金　　额：', `${slip.amount[0]} 元`);
  job.labelled('时　　间：', slip.time[0]);
  job.labelled('缴费机号：', slip.kioskNumber[0]);
  job.feed(1);
  job.text('请保存好这张凭条', 'centre');
  job.text(`服务电话 ${slip.servicePhone[0]}`, 'centre');
}
