import { fen, formatYuan, toCapitals } from '@louting/common/money';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import { RunningStack } from '../support/running-stack.ts';
import { openPortal } from '../support/portal-page.ts';
import { keptOf, memoryOf } from '../support/page-memory.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';
import { askSomebodyToPay, chooseParking, comeWithSlip, printAgain } from './extras-journeys.ts';
import { letSpace, renewAndEnd } from './parking-journeys.ts';
import { comeInByCode, comeInByPhone, comeInByRoom, giveNumber } from './ways-in-journeys.ts';

const OWED_AT_MOST_FEN = 400_00;
const KNOWN = '管理处知道了，马上有人来帮您';
const TIMINGS = { goodbye: 300, idle: { standard: 90_000, elder: 1_500 }, stillThereSeconds: 3 };

/** Everything else an owner may do on the way, on a whole installation. */
describe.skipIf(!chromiumPath)('an owner in front of the kiosk', () => {
  let world: RunningStack;
  let browser: Browser;
  let kiosk: KioskPage;
  let cards: TestCard[];

  beforeAll(async () => {
    [world, browser] = await Promise.all([RunningStack.open({ timings: TIMINGS }), launchChromium()]);
    cards = giveTestCards(world.serverStateDir, 13, OWED_AT_MOST_FEN);
    kiosk = await KioskPage.open(browser, world.stack.urls.kiosk);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  afterEach(async () => {
    expect(kiosk.complaints.splice(0)).toEqual([]);
    const { world: truth, books } = await world.settled();
    expect(books).toEqual(truth);
  });

  function nextCard(): TestCard {
    const card = cards.pop();
    if (!card) throw new Error('no more cards');
    return card;
  }

  async function tapTo(screen: 'bills' | 'nothing-owed', uid: string): Promise<void> {
    await kiosk.untilIdle();
    await world.bench.tap(uid, 300);
    await kiosk.on(screen);
  }

  async function payByWechat(key: RegExp): Promise<void> {
    await kiosk.on('method');
    await kiosk.touch(key);
    await kiosk.on('qr');
    await world.wechat.scanAndPay(await kiosk.scanCode(/付款二维码|Payment code/));
    await kiosk.on('success');
  }

  it('comes in with the card that was issued, and not with a copy of its number', async () => {
    const uid = world.demoCard('several-bills');
    await kiosk.untilIdle();
    await world.bench.act('tap-card', { uid, fault: { kind: 'pulled', after: 2 } });
    await kiosk.on('card-problem');
    await kiosk.says('请把卡放稳，别拿开');
    await world.bench.act('tap-card', { uid, fault: { kind: 'wrong-key' } });
    await kiosk.says('这张卡这里认不出来');
    await kiosk.says(/LT-1018/);
    await world.bench.tap(uid);
    await kiosk.on('bills');
    await kiosk.says('预存一些钱');
    expect(world.books.exceptionCodes()).toEqual(['LT-1018']);
    await kiosk.touch('结束');
    await kiosk.untilIdle();
  });

  it('sees how a bill was worked out', async () => {
    await tapTo('bills', world.demoCard('several-bills'));
    await kiosk.touch(/水费/);
    await kiosk.on('bill-detail');
    await kiosk.says('这样算出来的');
    const parts = await kiosk.page.locator('.detail-line .amount').allInnerTexts();
    const total = await kiosk.page.locator('.detail-total .amount').first().innerText();
    const inFen = (text: string) => Math.round(Number.parseFloat(text.replaceAll(',', '')) * 100);
    expect(parts.reduce((sum, text) => sum + inFen(text), 0)).toBe(inFen(total));
    const [previous = 0, current = 0] = (await kiosk.page.locator('.meter-window').allInnerTexts()).map(Number);
    const used = Math.round((current - previous) * 1_000) / 1_000;
    await kiosk.says(new RegExp(`用了 ${used} 吨`));
    // What the meter counted is what was charged for.
    const charged = (await kiosk.page.locator('.detail-how').allInnerTexts()).map(
      (how) => /([\d.]+) 吨/.exec(how)?.[1],
    );
    expect(charged.reduce((sum, amount) => sum + Number(amount ?? 0), 0)).toBeCloseTo(used, 3);
    await kiosk.touch('看好了，返回');
    await kiosk.on('bills');
    await kiosk.touch('结束');
    await kiosk.untilIdle();
  });

  it('pays some of the bills and leaves the others', async () => {
    const card = nextCard();
    await tapTo('bills', card.uid);
    await kiosk.touch('只缴其中几笔');
    await kiosk.on('choose');
    const bills = kiosk.page.getByRole('checkbox');
    for (const bill of await bills.all()) {
      if ((await bill.getAttribute('aria-checked')) === 'true') await bill.tap();
    }
    await kiosk.says('还没有选');
    await bills.first().tap();
    await kiosk.says(/^缴选中的/);
    const chosen = await kiosk.page.locator('.choose-sum .amount').innerText();
    const chosenFen = Math.round(Number.parseFloat(chosen) * 100);
    expect(chosenFen).toBeGreaterThan(0);
    expect(chosenFen).toBeLessThan(card.owedFen);
    await kiosk.touch(/^缴选中的/);
    await payByWechat(/^微信/);
    await kiosk.finish();
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: chosenFen, allocatedFen: chosenFen }]);
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen - chosenFen);
  });

  it('changes to English on the way; the receipt stays in Chinese, as the law wants it', async () => {
    const card = nextCard();
    await tapTo('bills', card.uid);
    await kiosk.touch(/^设置/);
    await kiosk.touch('English');
    await kiosk.touch('Back');
    await kiosk.touch(/^Pay /);
    await payByWechat(/^WeChat/);
    expect(await kiosk.page.locator('html').getAttribute('lang')).toBe('en');
    expect(await kiosk.page.locator('[data-screen] h1').innerText()).not.toMatch(/\p{Script=Han}/u);
    await kiosk.touch('Done');
    const [payment] = world.books.paymentsOf(card.roomId);
    expect((await world.paperWith(payment?.receiptNumber ?? '')).join('\n')).toContain('收据');
    await kiosk.untilIdle();
    await kiosk.says('请刷社区卡');
  });

  it('calls for help, goes back and leaves from every screen before the payment', async () => {
    const card = nextCard();
    const help = async (screen: string) => {
      await kiosk.touch('帮助');
      await kiosk.says(KNOWN);
      // Nothing covers a payment that is under way.
      if (!['qr', 'payer-code'].includes(screen)) await kiosk.touch('好的');
    };
    const needNobody = async () => {
      await kiosk.touch('帮助');
      await kiosk.touch('不用来了');
      await kiosk.page.locator('.frame-phone[data-help="none"]').waitFor();
    };
    await kiosk.untilIdle();
    await help('idle');
    await needNobody();
    await kiosk.touch('点这里开始缴费');
    await kiosk.on('identify');
    await kiosk.touch('返回');
    await kiosk.untilIdle();
    for (const last of ['bills', 'choose', 'bill-detail', 'method', 'qr', 'payer-code', 'cash'] as const) {
      await tapTo('bills', card.uid);
      if (last === 'choose') await kiosk.touch('只缴其中几笔');
      if (last === 'bill-detail') await kiosk.touch(/看明细/);
      if (['method', 'qr', 'payer-code', 'cash'].includes(last)) await kiosk.touch(/^缴费/);
      const method = { qr: /^微信/, 'payer-code': /^付款码/, cash: /^现金/ }[last as 'qr'];
      const before = method ? 'method' : 'bills';
      if (method) await kiosk.touch(method);
      await kiosk.on(last);
      await help(last);
      if (last !== 'bills') {
        await kiosk.touch('返回');
        await kiosk.on(before);
        await kiosk.says(KNOWN);
      }
      await needNobody();
      await kiosk.touch('结束');
      await kiosk.untilIdle();
    }
    expect(world.books.paymentsOf(card.roomId)).toEqual([]);
    cards.push(card);
  });

  it('goes away in the middle: the kiosk asks, stays for one touch, and then is free for the next', async () => {
    // Not for the next test: from now on its owner is met in large letters.
    const card = nextCard();
    await kiosk.untilIdle();
    await kiosk.switchMode('elder');
    await world.bench.tap(card.uid, 300);
    await kiosk.on('bills');
    await kiosk.page.getByRole('alertdialog').waitFor();
    await kiosk.picture('still-there');
    await kiosk.touch('我还在');
    await kiosk.page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await kiosk.on('bills');
    await kiosk.page.getByRole('alertdialog').waitFor();
    await kiosk.page.locator('[data-screen="goodbye"], [data-screen="idle"]').first().waitFor();
    await kiosk.untilIdle();
  });

  it.each([
    {
      event: 'is out already: the first print comes when there is paper, and is the original',
      happen: () => world.bench.act('remove-paper'),
      says: 'LT-3202',
      marked: false,
    },
    {
      event: 'ends in the middle of the receipt: the next print is marked as a copy',
      happen: () => world.bench.setFault({ role: 'receipt-printer', fault: { fault: 'paper-out', atLine: 9 } }),
      says: 'LT-3205',
      marked: true,
    },
  ])('pays all the same while the paper $event', async ({ happen, says, marked }) => {
    const card = nextCard();
    await tapTo('bills', card.uid);
    await happen();
    await kiosk.touch(/^缴费/);
    await payByWechat(/^微信/);
    await kiosk.says('收据没打出来，钱已经收到');
    await kiosk.says(ownerTitle(says));
    await kiosk.picture('no-paper');
    const payments = world.books.paymentsOf(card.roomId);
    expect(payments).toMatchObject([{ receivedFen: card.owedFen, allocatedFen: card.owedFen }]);
    await world.bench.act('load-paper');
    await kiosk.touch('再打一次收据');
    await kiosk.says('请拿好收据');
    const paper = (await world.paperWith(toCapitals(fen(card.owedFen)))).join('\n');
    expect(paper).toContain(payments[0]?.receiptNumber);
    expect(paper.includes('补打')).toBe(marked);
    await kiosk.finish();
    expect(world.books.paymentsOf(card.roomId)).toEqual(payments);
    await kiosk.untilIdle();
  });

  it('stands before a screen that lies on its side', async () => {
    const card = nextCard();
    await kiosk.page.setViewportSize({ width: 1920, height: 1080 });
    await tapTo('bills', card.uid);
    await kiosk.touch(/^缴费/);
    await payByWechat(/^微信/);
    await kiosk.finish();
    await kiosk.untilIdle();
    await kiosk.page.setViewportSize({ width: 1080, height: 1920 });
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
  });

  it('pays with the keypad alone', async () => {
    const card = nextCard();
    const press = async (name: RegExp) => {
      const focused = kiosk.page.locator(':focus');
      for (let tabs = 0; tabs < 20; tabs += 1) {
        await kiosk.page.keyboard.press('Tab');
        if (name.test(await focused.innerText())) return kiosk.page.keyboard.press('Enter');
      }
      throw new Error(`no key ${name} can be reached`);
    };
    await tapTo('bills', card.uid);
    await press(/^缴费/);
    await kiosk.on('method');
    // By its number, which stands at each key once the keypad is used.
    const keys = await kiosk.page.locator('[data-screen="method"] .key:not([disabled])').allInnerTexts();
    await kiosk.press(String(keys.findIndex((name) => name.trim().startsWith('付款码')) + 1));
    await kiosk.on('payer-code');
    await world.holdPayerCode(await world.alipay.issuePayerCode());
    await kiosk.on('success');
    await press(/^完成/);
    await kiosk.untilIdle();
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
  });

  it('comes in with a phone number and a code, pays, and leaves nothing of themselves on the screen or in its memory', async () => {
    const card = nextCard();
    const resident = giveNumber(world, card.roomId, '19912345678');
    await comeInByCode(kiosk, world, resident);
    await kiosk.on('bills');
    const heading = await kiosk.page.locator('[data-screen] h1').innerText();
    const room = await kiosk.page
      .getByText(/\*\d\d/)
      .first()
      .innerText();
    const billIds = world.books.billIdsOf(card.roomId);
    expect(billIds.length).toBeGreaterThan(0);
    const name = /^\S+\*+/.exec(heading)?.[0] ?? '';
    expect(name.length).toBeGreaterThan(1);
    // A key of the frame, which stays for the next owner.
    await kiosk.touch('帮助');
    await kiosk.says(KNOWN);
    await kiosk.touch('好的');
    await kiosk.touch(/看明细|物业费/);
    await kiosk.on('bill-detail');
    await kiosk.touch('看好了，返回');
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    await kiosk.touch(/^现金/);
    for (let leftFen = card.owedFen; leftFen > 0; leftFen -= 10_000) {
      await kiosk.wantsNotesFor(leftFen);
      await world.insertNote(10_000);
      if (leftFen >= 10_000) continue;
      await kiosk.on('cash-overpay');
      await kiosk.touch(/^多出的记到我账上/);
    }
    await kiosk.on('success');
    const [payment] = world.books.paymentsOf(card.roomId);
    const before = await memoryOf(kiosk.page);
    await kiosk.finish();
    await kiosk.untilIdle();
    const after = await memoryOf(kiosk.page);
    const traces = {
      name,
      room: /\d+栋\d+单元\*\d\d/.exec(room)?.[0] ?? room,
      owed: formatYuan(fen(card.owedFen)),
      receipt: payment?.receiptNumber ?? '',
      phone: '19912345678',
      masked: '199****5678',
    };
    expect(before, 'the look into memory sees what is there').toContain(traces.receipt);
    expect(Object.entries(traces).filter(([, trace]) => trace === '' || after.includes(trace))).toEqual([]);
    for (const billId of billIds) expect(after).not.toContain(billId);
  });

  it('comes in with the room and wrong digits until it is locked; the neighbour is not; both see only bills', async () => {
    const [card, other] = [nextCard(), nextCard()];
    const resident = giveNumber(world, card.roomId, '19912340001');
    const neighbour = giveNumber(world, other.roomId, '19912340002');
    for (const digits of ['0000', '0000', '0000']) {
      await comeInByRoom(kiosk, resident, digits);
      await kiosk.says(ownerTitle('LT-1013'));
      await kiosk.touch('结束');
    }
    await comeInByRoom(kiosk, resident, '0001');
    await kiosk.on('way-problem');
    await kiosk.says(ownerTitle('LT-1014'));
    await kiosk.touch('结束');
    await comeInByRoom(kiosk, neighbour, '0002');
    await kiosk.on('bills');
    expect(await kiosk.page.getByRole('button', { name: /预存/ }).count()).toBe(0);
    const heading = await kiosk.page.locator('[data-screen] h1').innerText();
    await kiosk.touch('结束');
    await kiosk.untilIdle();
    const traces = {
      name: /^\S+\*+/.exec(heading)?.[0] ?? '',
      owed: formatYuan(fen(other.owedFen)),
      rooms: `${neighbour.building}栋${neighbour.unit}单元`,
      digits: '199****0002',
      bill: world.books.billIdsOf(other.roomId)[0] ?? '',
    };
    expect(await keptOf(kiosk.page, traces)).toEqual([]);
    cards.push(card, other);
  });

  it('comes in with their own phone, the second time by one touch, pays by code, and leaves nothing in the page', async () => {
    const card = nextCard();
    const resident = giveNumber(world, card.roomId, '19912340003');
    const again = await comeInByPhone(kiosk, world, browser, resident);
    await kiosk.on('bills');
    await kiosk.touch('结束');
    await kiosk.untilIdle();
    await again();
    await kiosk.on('bills');
    const heading = await kiosk.page.locator('[data-screen] h1').innerText();
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    await kiosk.touch(/^微信/);
    await kiosk.on('qr');
    const code = await kiosk.scanCode('付款二维码');
    expect(await memoryOf(kiosk.page), 'the look into memory sees what is there').toContain(code);
    await world.wechat.scanAndPay(code);
    await kiosk.on('success');
    await kiosk.finish();
    await kiosk.untilIdle();
    const [payment] = world.books.paymentsOf(card.roomId);
    const traces = {
      name: /^\S+\*+/.exec(heading)?.[0] ?? '',
      owed: formatYuan(fen(card.owedFen)),
      receipt: payment?.receiptNumber ?? '',
      code,
      phone: resident.phone,
    };
    expect(await keptOf(kiosk.page, traces)).toEqual([]);
  });

  it('lets somebody else pay with a slip, prints that receipt again, and pays on for a parking space', async () => {
    const card = nextCard();
    const portal = await openPortal(browser, world);
    const space = await letSpace(portal, world, card.roomCode);
    await tapTo('bills', card.uid);
    const code = await askSomebodyToPay(kiosk, world);
    await comeWithSlip(kiosk, world, code);
    expect(await kiosk.page.getByRole('button', { name: /更多|预存/ }).count()).toBe(0);
    await kiosk.touch(/^缴费/);
    await payByWechat(/^微信/);
    await kiosk.finish();
    await kiosk.untilIdle();
    expect(world.books.outstandingOf(card.roomId)).toBe(0);

    await tapTo('nothing-owed', card.uid);
    await kiosk.says(/^下次 \d+月\d+日前缴$/);
    const [payment] = world.books.paymentsOf(card.roomId);
    await printAgain(kiosk, world, payment?.receiptNumber ?? '');
    await chooseParking(kiosk, space.paidBefore);
    await kiosk.touch(/^3 个月/);
    await payByWechat(/^微信/);
    await kiosk.finish();
    await tapTo('nothing-owed', card.uid);
    await kiosk.touch('更多');
    await chooseParking(kiosk, space.paidAfterThreeMonths);
    await kiosk.touch('结束');
    await kiosk.untilIdle();
    const received = world.books.paymentsOf(card.roomId).reduce((sum, { receivedFen }) => sum + receivedFen, 0);
    expect(received).toBe(card.owedFen + 90_000);
    await renewAndEnd(portal);
    await portal.context().close();
  });

  it('and the audit program finds the books sound', async () => {
    expect(await world.auditExitCode()).toBe(0);
  });
});
