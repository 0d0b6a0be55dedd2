import { fen, toCapitals } from '@louting/common/money';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import type { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import { openPortal } from '../support/portal-page.ts';
import type { RunningStack } from '../support/running-stack.ts';
import { askSomebodyToPay, chooseParking, comeWithSlip, printAgain } from './extras-journeys.ts';
import { OwnerAtKiosk } from './owner-at-kiosk.ts';
import { letSpace, renewAndEnd } from './parking-journeys.ts';

const KNOWN = '管理处知道了，马上有人来帮您';
const TIMINGS = { goodbye: 300, idle: { standard: 90_000, elder: 1_500 }, stillThereSeconds: 3 };

/** Everything else an owner may do on the way, on a whole installation. */
describe.skipIf(!chromiumPath)('an owner in front of the kiosk', () => {
  let scene: OwnerAtKiosk;
  let world: RunningStack;
  let kiosk: KioskPage;

  beforeAll(async () => {
    scene = await OwnerAtKiosk.come(TIMINGS, 10);
    ({ world, kiosk } = scene);
  });
  afterAll(() => scene?.leave());
  afterEach(() => scene.isAllTrue());

  it('sees how a bill was worked out', async () => {
    await scene.tapTo('bills', world.demoCard('several-bills'));
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
    const card = scene.nextCard();
    await scene.tapTo('bills', card.uid);
    await kiosk.touch('只缴几笔');
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
    await scene.payByWechat(/^微信/);
    await kiosk.finish();
    expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: chosenFen, allocatedFen: chosenFen }]);
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen - chosenFen);
  });

  it('changes to English on the way; the receipt stays in Chinese, as the law wants it', async () => {
    const card = scene.nextCard();
    await scene.tapTo('bills', card.uid);
    await kiosk.touch(/^设置/);
    await kiosk.touch('English');
    await kiosk.touch('Back');
    await kiosk.touch(/^Pay /);
    await scene.payByWechat(/^WeChat/);
    expect(await kiosk.page.locator('html').getAttribute('lang')).toBe('en');
    expect(await kiosk.page.locator('[data-screen] h1').innerText()).not.toMatch(/\p{Script=Han}/u);
    await kiosk.touch('Done');
    const [payment] = world.books.paymentsOf(card.roomId);
    expect((await world.paperWith(payment?.receiptNumber ?? '')).join('\n')).toContain('收据');
    await kiosk.untilIdle();
    await kiosk.says('请刷社区卡');
  });

  it('calls for help, goes back and leaves from every screen before the payment', async () => {
    const card = scene.nextCard();
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
      await scene.tapTo('bills', card.uid);
      if (last === 'choose') await kiosk.touch('只缴几笔');
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
    scene.giveBack(card);
  });

  it('goes away in the middle: the kiosk asks, stays for one touch, and then is free for the next', async () => {
    // Not for the next test: from now on its owner is met in large letters.
    const card = scene.nextCard();
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
    const card = scene.nextCard();
    await scene.tapTo('bills', card.uid);
    await happen();
    await kiosk.touch(/^缴费/);
    await scene.payByWechat(/^微信/);
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
    const card = scene.nextCard();
    await kiosk.page.setViewportSize({ width: 1920, height: 1080 });
    await scene.tapTo('bills', card.uid);
    await kiosk.touch(/^缴费/);
    await scene.payByWechat(/^微信/);
    await kiosk.finish();
    await kiosk.untilIdle();
    await kiosk.page.setViewportSize({ width: 1080, height: 1920 });
    expect(world.books.outstandingOf(card.roomId)).toBe(0);
  });

  it('pays with the keypad alone', async () => {
    const card = scene.nextCard();
    const press = async (name: RegExp) => {
      const focused = kiosk.page.locator(':focus');
      for (let tabs = 0; tabs < 20; tabs += 1) {
        await kiosk.page.keyboard.press('Tab');
        if (name.test(await focused.innerText())) return kiosk.page.keyboard.press('Enter');
      }
      throw new Error(`no key ${name} can be reached`);
    };
    await scene.tapTo('bills', card.uid);
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

  it('lets somebody else pay with a slip, prints that receipt again, and pays on for a parking space', async () => {
    const card = scene.nextCard();
    const portal = await openPortal(scene.browser, world);
    const space = await letSpace(portal, world, card.roomCode);
    await scene.tapTo('bills', card.uid);
    const code = await askSomebodyToPay(kiosk, world);
    await comeWithSlip(kiosk, world, code);
    expect(await kiosk.page.getByRole('button', { name: /更多|预存/ }).count()).toBe(0);
    await kiosk.touch(/^缴费/);
    await scene.payByWechat(/^微信/);
    await kiosk.finish();
    await kiosk.untilIdle();
    expect(world.books.outstandingOf(card.roomId)).toBe(0);

    await scene.tapTo('nothing-owed', card.uid);
    await kiosk.says(/^下次 \d+月\d+日前缴$/);
    const [payment] = world.books.paymentsOf(card.roomId);
    await printAgain(kiosk, world, payment?.receiptNumber ?? '');
    await chooseParking(kiosk, space.paidBefore);
    await kiosk.touch(/^3 个月/);
    await scene.payByWechat(/^微信/);
    await kiosk.finish();
    await scene.tapTo('nothing-owed', card.uid);
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
