import { fen, formatYuan } from '@louting/common/money';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import type { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import { keptOf, memoryOf } from '../support/page-memory.ts';
import type { RunningStack } from '../support/running-stack.ts';
import { OwnerAtKiosk } from './owner-at-kiosk.ts';
import { comeInByCode, comeInByPhone, comeInByRoom, giveNumber } from './ways-in-journeys.ts';

const KNOWN = '管理处知道了，马上有人来帮您';

/** Each way to say who one is, and what must be gone when its owner is. */
describe.skipIf(!chromiumPath)('an owner who comes in', () => {
  let scene: OwnerAtKiosk;
  let world: RunningStack;
  let kiosk: KioskPage;

  beforeAll(async () => {
    scene = await OwnerAtKiosk.come({ goodbye: 300 }, 4);
    ({ world, kiosk } = scene);
  });
  afterAll(() => scene?.leave());
  afterEach(() => scene.isAllTrue());

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
    await kiosk.says('预存点钱');
    expect(world.books.exceptionCodes()).toEqual(['LT-1018']);
    await kiosk.touch('结束');
    await kiosk.untilIdle();
  });

  it('comes in with a phone number and a code, pays, and leaves nothing of themselves on the screen or in its memory', async () => {
    const card = scene.nextCard();
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
    const [card, other] = [scene.nextCard(), scene.nextCard()];
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
    scene.giveBack(card, other);
  });

  it('comes in with their own phone, the second time by one touch, pays by code, and leaves nothing in the page', async () => {
    const card = scene.nextCard();
    const resident = giveNumber(world, card.roomId, '19912340003');
    const again = await comeInByPhone(kiosk, world, scene.browser, resident);
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

  it('and the audit program finds the books sound', async () => {
    expect(await world.auditExitCode()).toBe(0);
  });
});
