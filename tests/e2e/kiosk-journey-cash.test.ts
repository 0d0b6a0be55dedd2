import { fen, formatYuan } from '@louting/common/money';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { KioskEar } from '../support/kiosk-ear.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import { RunningStack } from '../support/running-stack.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';

const OWED_AT_MOST_FEN = 400_00;

/** What can come between an owner and paying with notes, on a whole installation. */
describe.skipIf(!chromiumPath)('an owner with notes', () => {
  let world: RunningStack;
  let browser: Browser;
  let kiosk: KioskPage;
  let cards: TestCard[];

  beforeAll(async () => {
    [world, browser] = await Promise.all([
      RunningStack.open({ timings: { goodbye: 300 } }, { change: true }),
      launchChromium(),
    ]);
    cards = giveTestCards(world.serverStateDir, 10, OWED_AT_MOST_FEN);
    kiosk = await KioskPage.open(browser, world.stack.urls.kiosk);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  afterEach(async () => {
    expect(kiosk.complaints.splice(0)).toEqual([]);
    await kiosk.untilIdle();
    const { world: truth, books } = await world.settled();
    expect(books).toEqual(truth);
  });

  async function startPaying(owing: 'little' | 'much' = 'much'): Promise<TestCard> {
    const card = owing === 'little' ? cards.shift() : cards.pop();
    if (!card) throw new Error('no more cards');
    await kiosk.untilIdle();
    await world.bench.tap(card.uid, 300);
    await kiosk.on('bills');
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    await kiosk.says('放纸币，可以找零');
    await kiosk.touch(/^现金/);
    await kiosk.wantsNotesFor(card.owedFen);
    return card;
  }

  async function returnedNotes(): Promise<readonly number[]> {
    return (await world.bench.state()).cashAcceptor.returnedFen;
  }

  it('leaves while a note waits for consent: it comes back, and nothing was paid', async () => {
    const card = await startPaying('little');
    await world.insertNote(100_00);
    await kiosk.on('cash-overpay');
    await kiosk.touch('结束');
    await kiosk.on('goodbye');
    expect((await returnedNotes()).at(-1)).toBe(100_00);
    expect(world.books.paymentsOf(card.roomId)).toEqual([]);
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen);
    cards.unshift(card);
  });

  it('pays with coins and a note: what is over comes back, until the hoppers are empty, and the rest is kept', async () => {
    const card = await startPaying();
    for (const coin of [100, 50, 10]) await world.insertCoin(coin);
    let leftFen = card.owedFen - 160;
    await kiosk.isLeft(leftFen);
    for (; leftFen > 100_00; leftFen -= 100_00) {
      await world.insertNote(100_00);
      await kiosk.isLeft(leftFen - 100_00);
    }
    const excessFen = 100_00 - leftFen;
    // The hopper of one yuan runs empty two coins early, that of five jiao is stuck, that of one jiao has too few.
    const yuan = Math.max(10, Math.floor(excessFen / 100) - 2);
    await world.bench.act('fill-hopper', { fen: 100, coins: yuan });
    await world.bench.setFault({ role: 'coins', fault: { kind: 'jam', denominationFen: 50 } });
    await world.bench.act('fill-hopper', { fen: 10, coins: 12 });
    await world.insertNote(100_00);
    await kiosk.on('cash-overpay');
    await kiosk.picture('change-offered');
    await kiosk.touch(/^找零/);
    await kiosk.on('success');
    await kiosk.finish();
    const paidFen = yuan * 100 + 120;
    expect((await world.bench.state()).coins.paidFen).toBe(paidFen);
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([
      { receivedFen: card.owedFen + excessFen - paidFen, toPrepaymentFen: excessFen - paidFen, imbalanceFen: 0 },
    ]);
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
    // Nobody else is promised change, and the office hears of it.
    await kiosk.says('纸币不找零');
    await world.waitFor('the office to hear that a hopper is empty', async () =>
      world.books.deviceCodes().includes('LT-3126'),
    );
    await world.bench.clearFaults('coins');
    for (const coin of [100, 50, 10]) await world.bench.act('fill-hopper', { fen: coin, coins: 60 });
    await kiosk.says('现金可以找零');
  });

  it('takes the note back that would pay too much, and goes on with what is asked for', async () => {
    const card = await startPaying('little');
    await world.insertNote(100_00);
    await kiosk.on('cash-overpay');
    await kiosk.says(formatYuan(fen(100_00 - card.owedFen)));
    await kiosk.touch('把这张还给我');
    await kiosk.wantsNotesFor(card.owedFen);
    expect((await returnedNotes()).at(-1)).toBe(100_00);
    await kiosk.touch('换一种付法');
    await kiosk.on('method');
    await kiosk.touch(/^微信/);
    await kiosk.on('qr');
    await world.wechat.scanAndPay(await kiosk.scanCode('付款二维码'));
    await kiosk.on('success');
    await kiosk.finish();
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ method: 'wechat-qr', receivedFen: card.owedFen }]);
  });

  it('puts in a counterfeit: it comes back with words, and the next note counts', async () => {
    const card = await startPaying();
    const before = (await returnedNotes()).length;
    await world.insertNote(100_00, true);
    await kiosk.says(ownerTitle('LT-3102'));
    await kiosk.picture('counterfeit');
    await world.waitFor('the counterfeit in the hand', async () => (await returnedNotes()).length === before + 1);
    await kiosk.isLeft(card.owedFen);
    await world.insertNote(100_00);
    await kiosk.isLeft(card.owedFen - 100_00);
    await stopAnd(/^先缴这/);
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: 100_00, allocatedFen: 100_00 }]);
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen - 100_00);
  });

  it('stops with money inside and keeps it as prepayment: the bills stay as they were', async () => {
    const card = await startPaying();
    await world.insertNote(50_00);
    await kiosk.isLeft(card.owedFen - 50_00);
    await stopAnd(/^都记到我账上/);
    const [payment] = world.books.paymentsOf(card.roomId);
    expect(payment).toMatchObject({ receivedFen: 50_00, toPrepaymentFen: 50_00, allocatedFen: 0, imbalanceFen: 0 });
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen);
    const paper = (await world.paperWith(payment?.receiptNumber ?? '')).join('\n');
    expect(paper).toContain('伍拾元整');
  });

  it('thinks better of stopping and goes on', async () => {
    const card = await startPaying();
    await world.insertNote(100_00);
    await kiosk.isLeft(card.owedFen - 100_00);
    await kiosk.touch('不放了');
    await kiosk.on('cash-stop');
    await kiosk.touch('接着放纸币');
    await kiosk.wantsNotesFor(card.owedFen - 100_00);
    await world.insertNote(20_00);
    await kiosk.isLeft(card.owedFen - 120_00);
    await stopAnd(/^先缴这/);
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen - 120_00);
  });

  it('the cabinet is opened while notes go in: the payment ends properly, then the machine is closed until the door is', async () => {
    const card = await startPaying();
    await world.insertNote(50_00);
    await kiosk.isLeft(card.owedFen - 50_00);
    await world.bench.act('open-door');
    await kiosk.on('cash-stop');
    await kiosk.says(ownerTitle('LT-3602'));
    expect(await kiosk.page.getByRole('button', { name: '接着放纸币' }).count()).toBe(0);
    await kiosk.touch(/^先缴这/);
    await kiosk.on('success');
    await kiosk.finish();
    await kiosk.on('out-of-service');
    await kiosk.says(ownerTitle('LT-3602'));
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: 50_00, allocatedFen: 50_00 }]);
    expect((await world.bench.insertNote(50_00)) === 'left-in-hand').toBe(true);
    await world.bench.act('close-door');
    await kiosk.untilIdle();
  });

  it('the power goes: cash is off with the reason, a phone still pays, and cash is back with the power', async () => {
    const card = cards.pop();
    if (!card) throw new Error('no more cards');
    await kiosk.untilIdle();
    await world.bench.act('supply-from', { supply: 'battery' });
    await kiosk.page.locator('.idle-methods li', { hasText: '现金' }).waitFor({ state: 'detached' });
    await world.bench.tap(card.uid, 300);
    await kiosk.on('bills');
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    const cash = kiosk.page.getByRole('button', { name: /^现金/ });
    expect(await cash.isDisabled()).toBe(true);
    expect(await cash.locator('.method-how').innerText()).toBe(ownerTitle('LT-3702'));
    await world.bench.act('supply-from', { supply: 'mains' });
    await kiosk.touch(/^微信/);
    await kiosk.on('qr');
    await world.wechat.scanAndPay(await kiosk.scanCode('付款二维码'));
    await kiosk.on('success');
    await kiosk.finish();
    await kiosk.page.locator('.idle-methods li', { hasText: '现金' }).waitFor();
  });

  it('finds cash off, in words, while the acceptor is unplugged, and pays by phone', async () => {
    const card = cards.pop();
    if (!card) throw new Error('no more cards');
    await world.bench.unplug('cash-acceptor');
    await kiosk.page.locator('.idle-methods li', { hasText: '现金' }).waitFor({ state: 'detached' });
    await world.bench.tap(card.uid, 300);
    await kiosk.on('bills');
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    const cash = kiosk.page.getByRole('button', { name: /^现金/ });
    expect(await cash.isDisabled()).toBe(true);
    expect([ownerTitle('LT-3101'), ownerTitle('LT-3901')]).toContain(await cash.locator('.method-how').innerText());
    await kiosk.touch(/^支付宝/);
    await kiosk.on('qr');
    await world.alipay.scanAndPay(await kiosk.scanCode('付款二维码'));
    await kiosk.on('success');
    await world.bench.replug('cash-acceptor');
    await kiosk.finish();
    await kiosk.untilIdle();
    await kiosk.page.locator('.idle-methods li', { hasText: '现金' }).waitFor();
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
  });

  it('pays in the dark, by ear and keypad alone, and hears every amount from the card to the receipt', async () => {
    const card = cards.shift();
    if (!card) throw new Error('no more cards');
    const { ear } = kiosk;
    const hearsAmounts = async (clip: string, ...amountsFen: readonly number[]) => {
      const line = (await ear.hears(clip)).join(' ');
      for (const fen of amountsFen) expect(line).toContain(KioskEar.amount(fen).join(' '));
    };
    await kiosk.untilIdle();
    await kiosk.press('0', { held: true });
    await ear.hears('say.darkOn');
    await kiosk.page.locator('[data-dark="identify"]').waitFor();
    await kiosk.picture('dark');
    await world.bench.tap(card.uid, 300);
    await hearsAmounts('say.bills.1', card.owedFen);
    await kiosk.choose('bills.pay.1');
    await hearsAmounts('method.said.1', card.owedFen);
    await ear.hears('say.suggestCash');
    await kiosk.choose('methodName.cash');
    await hearsAmounts('cash.due.1', card.owedFen);
    await ear.hears('cash.changeRule');
    let insertedFen = 100_00;
    await world.insertNote(100_00);
    for (; insertedFen < card.owedFen; insertedFen += 100_00) {
      await hearsAmounts('say.inserted.1', insertedFen, card.owedFen - insertedFen);
      await world.insertNote(100_00);
    }
    const excessFen = insertedFen - card.owedFen;
    await hearsAmounts('say.overpay.1', 100_00, excessFen);
    await kiosk.choose('cashOverpay.keep');
    await hearsAmounts('success.said', insertedFen, excessFen);
    await ear.hears('success.printed');
    await kiosk.choose('success.finish');
    await kiosk.choose('agreement.no');
    await kiosk.choose('agreement.refund');
    await ear.hears('goodbye.voice');
    await kiosk.page.locator('[data-dark]').waitFor({ state: 'detached' });
    expect(ear.missing).toEqual([]);
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([
      { method: 'cash', receivedFen: insertedFen, toPrepaymentFen: excessFen },
    ]);
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
  });

  it('and the audit program finds the books sound', async () => {
    expect(await world.auditExitCode()).toBe(0);
  });

  async function stopAnd(choice: RegExp): Promise<void> {
    await kiosk.touch('不放了');
    await kiosk.on('cash-stop');
    await kiosk.touch(choice);
    await kiosk.on('success');
    await kiosk.says('请拿好收据');
    await kiosk.finish();
  }
});
