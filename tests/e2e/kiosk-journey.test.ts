import type { DisplayMode, Method } from '@louting/kiosk/screens';
import { fen, formatYuan, toCapitals } from '@louting/common/money';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import {
  cardIsWanted,
  isDeclined,
  paysWithLostReply,
  terminalIsOff,
  toMethods,
  turnsBack,
} from './bank-card-journeys.ts';
import { keptOf } from '../support/page-memory.ts';
import { openPortal, receiptInPortal } from '../support/portal-page.ts';
import { RunningStack } from '../support/running-stack.ts';
import { StepCounter } from '../support/step-counter.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';
import { payForCar } from './stay-journey.ts';

/** From the card to the receipt, for who reads large letters. */
const MOST_TOUCHES = 6;
/** Small enough for a few notes. */
const OWED_AT_MOST_FEN = 400_00;
const NOTES_FEN = [100_00, 50_00, 20_00, 10_00, 5_00, 1_00];

interface Way {
  readonly name: string;
  readonly method: Method;
  /** As the key on the screen names it; a payer code is held to the scanner right away. */
  readonly key?: RegExp;
  /** As the receipt names it. */
  readonly onReceipt: string;
  readonly pay: (kiosk: KioskPage, owedFen: number) => Promise<void>;
}

/** One owner after another, each paying all bills by touching what the screen shows, on a whole installation. */
describe.skipIf(!chromiumPath)('an owner pays', () => {
  let world: RunningStack;
  let browser: Browser;
  let kiosk: KioskPage;
  let portal: Page;
  let cards: TestCard[];
  const steps = new StepCounter();

  beforeAll(async () => {
    [world, browser] = await Promise.all([
      RunningStack.open({ timings: { goodbye: 300 } }, { bankTerminal: 'nexo' }),
      launchChromium(),
    ]);
    cards = giveTestCards(world.serverStateDir, 13, OWED_AT_MOST_FEN);
    kiosk = await KioskPage.open(browser, world.stack.urls.kiosk);
    portal = await openPortal(browser, world);
  });

  afterAll(async () => {
    await steps.write();
    await browser?.close();
    await world?.close();
  });

  afterEach(() => {
    expect(kiosk.complaints.splice(0)).toEqual([]);
  });

  const WAYS: readonly Way[] = [
    {
      name: 'WeChat QR code',
      method: 'wechat-qr',
      key: /^微信/,
      onReceipt: '微信支付',
      pay: async () => {
        await kiosk.on('qr');
        await world.wechat.scanAndPay(await kiosk.scanCode('付款二维码'));
      },
    },
    {
      name: 'Alipay QR code',
      method: 'alipay-qr',
      key: /^支付宝/,
      onReceipt: '支付宝',
      pay: async () => {
        await kiosk.on('qr');
        await world.alipay.scanAndPay(await kiosk.scanCode('付款二维码'));
      },
    },
    {
      name: 'payer code, held to the scanner without a key',
      method: 'payer-code',
      onReceipt: '微信支付（付款码）',
      pay: async () => {
        await kiosk.says('付款码直接对准扫码口');
        await world.holdPayerCode(await world.wechat.issuePayerCode());
      },
    },
    {
      name: 'bank card',
      method: 'bank-card',
      key: /^银行卡/,
      onReceipt: '银行卡',
      pay: async () => {
        await cardIsWanted(kiosk);
        await world.bench.act('hold-bank-card');
      },
    },
    { name: 'notes, the last one worth too much', method: 'cash', key: /^现金/, onReceipt: '现金', pay: payWithNotes },
  ];

  it('a driver types three digits of a plate, pays for 3 hours 20, and the gate lets the car out', async () => {
    const receipt = await payForCar(kiosk, world);
    expect(receipt).toContain('浙A·**2C3');
    expect(receipt).toContain('3小时20分');
    expect(await kiosk.page.content()).not.toMatch(/2C3|11\.00/);
  });

  describe.each<DisplayMode>(['standard', 'elder'])('in %s letters', (mode) => {
    it.each(WAYS)('by $name', async (way) => {
      const card = way.method === 'cash' ? cards.shift() : cards.pop();
      if (!card) throw new Error('no more cards');
      await kiosk.untilIdle();
      const count = steps.begin(kiosk, way.name);
      if (mode === 'elder') await kiosk.switchMode('elder');
      await world.bench.tap(card.uid, 300);
      await kiosk.on('bills');
      await kiosk.says(formatYuan(fen(card.owedFen)));
      await kiosk.touch(/^缴费/);
      await kiosk.on('method');
      if (way.key) await kiosk.touch(way.key);
      await way.pay(kiosk, card.owedFen);
      await kiosk.on('success');
      await kiosk.says('请拿好收据');
      expect(count(), 'touches').toBeLessThanOrEqual(MOST_TOUCHES);

      const payments = world.books.paymentsOf(card.roomId);
      expect(payments).toHaveLength(1);
      const [payment] = payments;
      if (!payment) throw new Error('nothing was booked');
      expect(world.books.outstandingOf(card.roomId)).toBe(0);
      expect(payment).toMatchObject({ method: way.method, allocatedFen: card.owedFen, imbalanceFen: 0 });
      expect(payment.ledgerLines).toBeGreaterThanOrEqual(2);
      expect(payment.receivedFen).toBe(card.owedFen + payment.toPrepaymentFen);
      if (way.method !== 'cash') expect(payment.toPrepaymentFen).toBe(0);

      await kiosk.says(`收据号 ${payment.receiptNumber}`);
      const verify = await kiosk.scanCode('手机扫这里，看电子收据');
      if (way.method === 'wechat-qr' && mode === 'elder') await askForInvoice(payment);
      await kiosk.finish();
      await kiosk.on('goodbye');

      const paper = (await world.paperWith(toCapitals(fen(payment.receivedFen)))).join('\n');
      for (const said of [
        payment.receiptNumber,
        formatYuan(fen(payment.receivedFen)),
        toCapitals(fen(payment.receivedFen)),
        payment.payerMasked,
        way.onReceipt,
      ]) {
        expect(paper).toContain(said);
      }
      expect(payment.payerMasked).toContain('*');
      expect(paper).not.toContain('补打');
      expect(await (await fetch(verify)).text()).toContain(payment.receiptNumber);

      const shown = await receiptInPortal(portal, world, payment.receiptNumber);
      expect(shown).toContain(toCapitals(fen(payment.receivedFen)));
      expect(shown).toContain(way.onReceipt);
      expect(shown).not.toContain('已补打');
    });
  });

  it.each<DisplayMode>(['standard', 'elder'])(
    'in %s letters, and turns from the bank card, is declined, pays once though the reply is lost, and leaves nothing',
    async (mode) => {
      const card = cards.pop();
      if (!card) throw new Error('no more cards');
      await kiosk.untilIdle();
      if (mode === 'elder') await kiosk.switchMode('elder');
      await toMethods(kiosk, world, card);
      await turnsBack(kiosk, world);
      await isDeclined(kiosk, world, card);
      await paysWithLostReply(kiosk, world, card);
      await kiosk.finish();
      await kiosk.untilIdle();
      const traces = {
        receipt: world.books.paymentsOf(card.roomId)[0]?.receiptNumber ?? '',
        owed: formatYuan(fen(card.owedFen)),
        bankCard: '622848****1234',
        bill: world.books.billIdsOf(card.roomId)[0] ?? '',
      };
      expect(await keptOf(kiosk.page, traces)).toEqual([]);
    },
  );

  it('finds the bank card off, with the reason, while its terminal is unplugged', async () => {
    const card = cards.pop();
    if (!card) throw new Error('no more cards');
    await kiosk.untilIdle();
    await terminalIsOff(kiosk, world, card);
  });

  it('and the audit program finds the books sound, and equal to what the devices and channels hold', async () => {
    await kiosk.untilIdle();
    expect(await world.auditExitCode()).toBe(0);
    const { world: truth, books } = await world.settled();
    expect(books).toEqual(truth);
  });

  /** One touch in their own name; the phone that scans the code holds the invoice a little later. */
  async function askForInvoice({ payerMasked }: { readonly payerMasked: string }): Promise<void> {
    await kiosk.touch('要电子发票');
    await kiosk.on('invoice');
    await kiosk.touch(`开给 ${payerMasked} 个人`);
    await kiosk.says(/^(发票正在开，不用等|发票开好了)$/);
    const page = await kiosk.scanCode('手机扫这里');
    await kiosk.touch('打一张带码的条子带走');
    await kiosk.says('请拿好条子，回家再扫也行');
    expect((await world.paperWith('电子发票条')).join('\n')).toContain('没有手机');
    await kiosk.says('发票开好了');
    await kiosk.picture('invoice-issued');
    expect(await (await fetch(page)).text()).toContain('发票已开好');
    await kiosk.touch('返回');
    await kiosk.on('success');
    await kiosk.says('请拿好收据');
  }

  /** Largest fitting notes first; the last one may be too large, and the owner lets the rest be kept. */
  async function payWithNotes(_kiosk: KioskPage, owedFen: number): Promise<void> {
    let leftFen = owedFen;
    for (let count = 1; leftFen > 0; count += 1) {
      await kiosk.wantsNotesFor(leftFen);
      const fitting = NOTES_FEN.find((each) => each <= leftFen);
      const tooLarge = NOTES_FEN.findLast((each) => each > leftFen);
      const note = (count > 2 ? tooLarge : fitting) ?? fitting ?? tooLarge ?? 0;
      await world.insertNote(note);
      if (note > leftFen) {
        await kiosk.on('cash-overpay');
        await kiosk.says(formatYuan(fen(note - leftFen)));
        await kiosk.touch(/^多出的记到我账上/);
      }
      leftFen -= note;
    }
  }
});
