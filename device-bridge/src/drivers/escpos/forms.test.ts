import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrintHead, textOf, type PaperElement } from '../../simulators/printer/paper.ts';
import { createTokenizer } from '../../simulators/printer/tokens.ts';
import { readProfile } from '../profile-file.ts';
import { renderForm, renderFormCounted } from './forms.ts';
import { EscposProfileSchema } from './profile.ts';
import { RECEIPT, SLIP } from './receipt.fixture.ts';

const profile = readProfile(EscposProfileSchema, 'escpos-epson-tm-t88');

/** Decoded by the twin's own parser and the platform's GB 18030 decoder, never by the encoder under test. */
function onPaper(bytes: Uint8Array): PaperElement[] {
  const head = createPrintHead();
  return createTokenizer()
    .push(bytes)
    .flatMap((token) => {
      if (token.type === 'unknown') throw new Error(`unknown byte ${token.byte}`);
      const result = head.apply(token);
      return result.effect === 'printed' ? [result.element] : [];
    });
}

function textLines(bytes: Uint8Array): string[] {
  return onPaper(bytes).map(textOf);
}

/** Dots, counted by Unicode: ASCII half width, everything else full width. */
function widthOf(element: PaperElement): number {
  if (element.kind !== 'line') return 0;
  let dots = 0;
  for (const run of element.runs) {
    for (const character of run.text) dots += ((character.codePointAt(0) ?? 0) < 0x80 ? 12 : 24) * run.width;
  }
  return dots;
}

describe('receipt form', () => {
  it('prints every field where an owner looks for it', () => {
    expect(textLines(renderForm('receipt', RECEIPT, profile)).filter(Boolean)).toEqual([
      '收 据',
      '编　号：K001-20261123-000042',
      '小　区：翠湖花园',
      '收款方：翠湖物业服务有限公司',
      '房　号：3栋2单元1201',
      '缴费人：张*',
      '-'.repeat(48),
      '项目                 期间               金额(元)',
      '物业服务费           2026-09 至 2026-11   196.40',
      '公共照明分摊         2026-10               10.00',
      '地下停车位管理费     2026-11               80.00',
      '-'.repeat(48),
      '合计            286.40元',
      '大　写：贰佰捌拾陆元肆角整',
      '-'.repeat(48),
      '支付方式：现金',
      '时　　间：2026-11-23 10:24:31',
      '缴费机号：K001',
      '转入预存：13.60 元',
      '预存余额：113.60 元',
      '扫码验真伪、开电子发票',
      '服务电话 0571-8888 0000',
    ]);
  });

  it('says how much of it goes back, where to and how long that takes', () => {
    const refund = ['这笔账单之前已经缴过。', '286.40 元退回您的微信，3 到 5 个工作日到账。'];
    const printed = textLines(renderForm('receipt', { ...RECEIPT, refund }, profile));
    expect(printed.slice(printed.indexOf('预存余额：113.60 元'))).toEqual(expect.arrayContaining(refund));
  });

  it('carries the verify address as a QR code, logo and seal as pictures', () => {
    const paper = onPaper(renderForm('receipt', RECEIPT, profile));
    expect(paper.find((element) => element.kind === 'qr')).toMatchObject({ content: RECEIPT.verifyUrl[0] });
    expect(paper.filter((element) => element.kind === 'raster')).toHaveLength(2);
  });

  it('draws the QR code itself for a printer without a QR command', () => {
    const simple = readProfile(EscposProfileSchema, 'escpos-raster-qr-80mm');
    const paper = onPaper(renderForm('receipt', RECEIPT, simple));
    expect(paper.filter((element) => element.kind === 'raster')).toHaveLength(3);
    expect(paper.find((element) => element.kind === 'qr')).toBeUndefined();
  });

  it('marks a copy in a white-on-black bar across the paper', () => {
    const paper = onPaper(renderForm('receipt', { ...RECEIPT, copyMark: ['补打 第 2 次'] }, profile));
    const bar = paper.find((element) => textOf(element).includes('补打'));
    expect(bar).toMatchObject({ runs: [{ inverse: true, width: 2 }] });
    expect(bar && widthOf(bar)).toBe(576);
  });

  it('prints the body twice as large for elder mode and still fits the paper', () => {
    const paper = onPaper(renderForm('receipt', { ...RECEIPT, largeType: ['yes'] }, profile));
    const room = paper.find((element) => textOf(element).includes('1201'));
    expect(room).toMatchObject({ runs: [{ width: 2, height: 2 }] });
    expect(Math.max(...paper.map(widthOf))).toBeLessThanOrEqual(576);
  });

  it.each([
    ['no', 24],
    ['yes', 48],
  ] as const)('a name with rare characters is drawn as it is written, large type %s', (large, height) => {
    const drawnLine = (payer: string): PaperElement | undefined =>
      onPaper(renderForm('receipt', { ...RECEIPT, payer: [payer], largeType: [large] }, profile)).find(
        (element) => element.kind === 'raster' && element.width === 576 && element.height === height,
      );
    const rare = drawnLine('𠮷*㛃');
    expect(rare).toBeDefined();
    expect(drawnLine('张*')).toBeUndefined();
    // Two names that differ only in rare characters must not look alike.
    expect(drawnLine('𠮶*㛃')).not.toEqual(rare);
  });

  it('replaces a character that no font has and counts it', () => {
    const rendered = renderFormCounted('receipt', { ...RECEIPT, payer: ['\u{e000}*😀'] }, profile);
    expect(rendered.rareCharacters).toBe(2);
    expect(textLines(rendered.bytes)).toContain('缴费人：〓*〓');
  });

  it('prints the yen sign from the two-byte set', () => {
    expect(textLines(renderForm('receipt', { ...RECEIPT, method: ['现金 ¥100'] }, profile))).toContain(
      '支付方式：现金 ￥100',
    );
  });

  it('lets no field command the printer', () => {
    const bytes = renderForm('receipt', { ...RECEIPT, payer: ['\u001b@\u001dV\u0000张\u0010\u0004\u0001*'] }, profile);
    expect(textLines(bytes)).toContain('缴费人：@V张*');
  });

  it('never prints past the paper edge, whatever the fields say', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 90 }).map((text): [string] => [text]);
    const item = fc.tuple(line, line, fc.integer({ min: 0, max: 1e12 }).map(String));
    fc.assert(
      fc.property(line, line, fc.array(item, { maxLength: 4 }), fc.boolean(), (payer, room, items, large) => {
        const bytes = renderForm(
          'receipt',
          {
            ...RECEIPT,
            payer,
            room,
            itemName: items.map(([name]) => name[0]),
            itemPeriod: items.map(([, period]) => period[0]),
            itemAmount: items.map(([, , amount]) => amount),
            largeType: [large ? 'yes' : 'no'],
          },
          profile,
        );
        expect(Math.max(...onPaper(bytes).map(widthOf))).toBeLessThanOrEqual(576);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses fields that are not a receipt', () => {
    expect(() => renderForm('receipt', { ...RECEIPT, itemAmount: [] }, profile)).toThrow(/differ in length/);
  });
});

describe('slip form', () => {
  it('puts the reference large in the middle', () => {
    const paper = onPaper(renderForm('slip', SLIP, profile));
    const reference = paper.find((element) => textOf(element) === '7F3K-92QD');
    expect(reference).toMatchObject({ align: 'centre', runs: [{ width: 2 }] });
    expect(paper.map(textOf)).toContain('金　　额：286.40 元');
  });
});
