import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { transform } from 'receiptline';
import type { ReceiptFields } from '../../../protocol/forms.ts';

/** The lines of our receipt in the order of printing: what other people's libraries are given to print as well. */
function labelled(receipt: ReceiptFields): readonly (readonly [string, string])[] {
  return [
    ['编　号：', receipt.number[0]],
    ['小　区：', receipt.community[0]],
    ['收款方：', receipt.company[0]],
    ['房　号：', receipt.room[0]],
    ['缴费人：', receipt.payer[0]],
  ];
}

function paid(receipt: ReceiptFields): readonly (readonly [string, string])[] {
  return [
    ['支付方式：', receipt.method[0]],
    ['时　　间：', receipt.time[0]],
    ['缴费机号：', receipt.kioskNumber[0]],
    ['预存余额：', `${receipt.prepaidAfter[0]} 元`],
  ];
}

const items = (receipt: ReceiptFields): readonly (readonly [string, string, string])[] =>
  receipt.itemName.map((name, at) => [name, receipt.itemPeriod[at] ?? '', receipt.itemAmount[at] ?? '']);

/** A printer of node-thermal-printer that is never opened: only its encoder is used. */
export function openThermalPrinter(): ThermalPrinter {
  return new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1',
    width: 48,
    characterSet: CharacterSet.CHINA,
  });
}

/** The receipt, without logo and seal, by node-thermal-printer. */
export function receiptOfThermalPrinter(printer: ThermalPrinter, receipt: ReceiptFields): Uint8Array {
  printer.clear();
  printer.alignCenter();
  printer.setTextDoubleHeight();
  printer.bold(true);
  printer.println(receipt.title[0]);
  printer.bold(false);
  printer.setTextNormal();
  printer.alignLeft();
  for (const [label, value] of labelled(receipt)) printer.println(label + value);
  printer.drawLine();
  for (const [name, period, amount] of [['项目', '期间', '金额(元)'] as const, ...items(receipt)]) {
    printer.tableCustom([
      { text: name, align: 'LEFT', cols: 21 },
      { text: period, align: 'LEFT', cols: 18 },
      { text: amount, align: 'RIGHT', cols: 9 },
    ]);
  }
  printer.drawLine();
  printer.setTextQuadArea();
  printer.leftRight('合计', `${receipt.total[0]}元`);
  printer.setTextNormal();
  printer.println(`大　写：${receipt.totalCapitals[0]}`);
  printer.drawLine();
  for (const [label, value] of paid(receipt)) printer.println(label + value);
  printer.alignCenter();
  printer.printQR(receipt.verifyUrl[0], { cellSize: 6, correction: 'M', model: 2 });
  printer.println('扫码验真伪、开电子发票');
  printer.println(`服务电话 ${receipt.servicePhone[0]}`);
  printer.cut();
  return printer.getBuffer();
}

/** The same by receiptline. */
export function receiptOfReceiptline(receipt: ReceiptFields): Uint8Array {
  const escape = (text: string): string => text.replaceAll(/[\\|{}~_"`^]/g, (sign) => `\\${sign}`);
  const document = [
    `^^^${receipt.title[0]}`,
    '{align:left}',
    ...labelled(receipt).map(([label, value]) => `${label}${escape(value)} |`),
    '-',
    '{width:20,18,*}',
    '项目 | 期间 | 金额(元)',
    ...items(receipt).map((cells) => cells.map(escape).join(' | ')),
    '{width:auto}',
    '-',
    `^^合计 | ^^${receipt.total[0]}元`,
    `大　写：${receipt.totalCapitals[0]} |`,
    '-',
    ...paid(receipt).map(([label, value]) => `${label}${escape(value)} |`),
    `{code:${receipt.verifyUrl[0]}; option:qrcode,6,m}`,
    '扫码验真伪、开电子发票',
    `服务电话 ${escape(receipt.servicePhone[0])}`,
    '=',
  ].join('\n');
  return Buffer.from(transform(document, { cpl: 48, encoding: 'gb18030', command: 'escpos' }), 'latin1');
}
