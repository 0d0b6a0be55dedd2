import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import type { PaperElement } from '../../../simulators/printer/paper.ts';
import type { PrintedJob } from '../../../simulators/printer/printed-job.ts';
import { PrinterTwin } from '../../../simulators/printer/twin.ts';
import { RECEIPT } from '../receipt.fixture.ts';
import { openThermalPrinter, receiptOfReceiptline, receiptOfThermalPrinter } from './peer-receipts.ts';

/** Printed by a twin that never saw our encoder. `startsInHanziMode`: as a model for China wakes up. */
function printed(bytes: Uint8Array, startsInHanziMode: boolean): PrintedJob {
  const twin = new PrinterTwin({ now: () => 0, lineMs: 0, startsInHanziMode });
  let receive: (data: Uint8Array) => void = () => undefined;
  twin.attach({
    write: async () => undefined,
    onData: (listener) => {
      receive = listener;
    },
    onClose: () => undefined,
    close: async () => undefined,
  });
  for (const piece of bytes) receive(Uint8Array.of(piece));
  const [job, ...more] = twin.jobs();
  if (!job) throw new Error('nothing was printed');
  expect([job.cut, more]).toEqual([true, []]);
  return job;
}

/** By its size and its first corner: an encoder may choose its mask freely. */
function looksLikeQr(element: Extract<PaperElement, { kind: 'raster' }>, moduleDots: number): boolean {
  const { modules } = create(RECEIPT.verifyUrl[0], { errorCorrectionLevel: 'M' });
  const isBlack = (row: number, column: number): boolean => {
    const [x, y] = [(column + 0.5) * moduleDots, (row + 0.5) * moduleDots].map(Math.floor) as [number, number];
    return ((element.rows[y * Math.ceil(element.width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  };
  const corner = Array.from({ length: 49 }, (_, index) => [Math.floor(index / 7), index % 7] as const);
  return (
    element.width === modules.size * moduleDots &&
    element.height === element.width &&
    corner.every(([row, column]) => isBlack(row, column) === (modules.get(row, column) === 1))
  );
}

const TABLE = [
  ['物业服务费', '2026-09 至 2026-11', '196.40'],
  ['公共照明分摊', '2026-10', '10.00'],
  ['地下停车位管理费', '2026-11', '80.00'],
] as const;

const LINES = [
  '收 据',
  '编　号：K001-20261123-000042',
  '小　区：翠湖花园',
  '收款方：翠湖物业服务有限公司',
  '房　号：3栋2单元1201',
  '缴费人：张*',
  '大　写：贰佰捌拾陆元肆角整',
  '支付方式：现金',
  '时　　间：2026-11-23 10:24:31',
  '缴费机号：K001',
  '预存余额：113.60 元',
  '扫码验真伪、开电子发票',
  '服务电话 0571-8888 0000',
];

describe('what other people send to a printer comes out on paper', () => {
  it.each([
    ['node-thermal-printer, which takes the Hanzi mode for granted', true],
    ['receiptline, which asks for it', false],
  ])('%s', (_name, isThermal) => {
    const bytes = isThermal ? receiptOfThermalPrinter(openThermalPrinter(), RECEIPT) : receiptOfReceiptline(RECEIPT);
    const { lines, elements, qrContents } = printed(bytes, isThermal);
    const trimmed = lines.map((line) => line.trim());
    expect(trimmed.filter((line) => LINES.includes(line))).toEqual(LINES);
    for (const cells of TABLE) expect(trimmed.map((line) => line.split(/ {2,}|(?<=11) /u))).toContainEqual(cells);
    expect(trimmed.filter((line) => /^[-─]{48}$/.test(line))).toHaveLength(3);
    expect(trimmed.find((line) => line.startsWith('合计'))).toMatch(/^合计 +286\.40元$/);
    if (isThermal) expect(qrContents).toEqual([RECEIPT.verifyUrl[0]]);
    else expect(elements.filter((element) => element.kind === 'raster' && looksLikeQr(element, 6))).toHaveLength(1);
  });

  it('other forms of the same: column images, stored graphics, barcodes, tabs, older cuts', () => {
    const hex = (text: string): number[] => [...Buffer.from(text.replaceAll(' ', ''), 'hex')];
    const job = printed(
      Uint8Array.from([
        // A 24-dot column image, two columns; the same dots as stored graphics; an EAN-13; a tab at column 10.
        ...hex('1b2a21 0200 ffffff 800001 0a'),
        ...hex('1d284c 0b00 3070 30 01 01 31 0200 0100 c0'),
        ...hex('1d284c 0200 3032'),
        ...hex('1d6b02 343031323334353637383930 00'),
        ...hex('1b44 0a00 61 09 62 0a'),
        ...hex('1b69'),
      ]),
      false,
    );
    expect(job.elements.map(({ kind }) => kind)).toEqual(['raster', 'raster', 'barcode', 'line']);
    const [image] = job.elements;
    expect(image).toMatchObject({ width: 2, height: 24, rows: Uint8Array.from([0xc0, ...Array(22).fill(0x80), 0xc0]) });
    expect([job.barcodes, job.lines]).toEqual([['401234567890'], [`a${' '.repeat(9)}b`]]);
  });
});
