import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import { barriersOf, openPortal } from '../support/portal-page.ts';
import { RunningStack } from '../support/running-stack.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';
import { comeInAsTechnician, holdNumber, Office, tryEachDevice } from './device-page-journey.ts';

/** Who does not get on alone, and who answers them: kiosk and portal on one whole installation. */
describe.skipIf(!chromiumPath)('an owner who needs somebody', () => {
  let world: RunningStack;
  let browser: Browser;
  let kiosk: KioskPage;
  let portal: Page;
  let card: TestCard;

  beforeAll(async () => {
    const everything = { change: true, bankTerminal: 'nexo' } as const;
    [world, browser] = await Promise.all([
      RunningStack.open({ timings: { goodbye: 300 } }, everything),
      launchChromium(),
    ]);
    const owing = giveTestCards(world.serverStateDir, 8, 400_00).find(({ owedFen }) => owedFen > 150_00);
    if (!owing) throw new Error('nobody owes enough');
    card = owing;
    kiosk = await KioskPage.open(browser, world.stack.urls.kiosk);
    portal = await openPortal(browser, world);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  afterEach(() => expect(kiosk.complaints.splice(0)).toEqual([]));

  async function tapToBills(): Promise<void> {
    await kiosk.untilIdle();
    await world.bench.tap(card.uid, 300);
    await kiosk.on('bills');
  }

  it('asks about a bill: it is in dispute at the kiosk and in the portal until it is verified and answered', async () => {
    await tapToBills();
    await kiosk.touch(/看明细/);
    await kiosk.on('bill-detail');
    await kiosk.touch('这笔不对');
    await kiosk.on('dispute');
    await kiosk.touch('金额不对');
    await kiosk.on('dispute-noted');
    await kiosk.touch('好的，看账单');
    await kiosk.says('管理处收到了');
    await kiosk.touch('结束');

    await portal.goto(`${world.stack.urls.server}/admin/tickets`);
    await portal.getByRole('row', { name: /账单争议/ }).click();
    const drawer = portal.getByRole('dialog');
    await drawer.getByRole('button', { name: /接\s*单/ }).click();
    await drawer.getByRole('button', { name: '开始核实' }).click();
    await tapToBills();
    await kiosk.says('正在核对');
    await kiosk.touch('结束');
    await drawer.getByRole('button', { name: /办\s*结/ }).click();
    const form = portal.getByRole('dialog').last();
    for (const [label, answer] of [
      ['原因', '账单没有错'],
      ['影响范围', '只有这一笔'],
      ['责任', '无责任'],
      ['处理', '已解释清楚'],
    ] as const) {
      await form.getByLabel(label).click();
      await portal.locator('.ant-select-dropdown:visible').getByTitle(answer).click();
    }
    await form.getByRole('button', { name: /确\s*定/ }).click();
    await drawer.getByText('核实结论').waitFor();
    expect(await barriersOf(portal)).toEqual([]);
    await drawer.getByRole('button', { name: '回访并关闭' }).click();
    await portal
      .getByRole('dialog')
      .last()
      .getByRole('button', { name: /确\s*定/ })
      .click();
    // Not the choice in the dialog, which is there a moment longer.
    await drawer.locator('span:not(.ant-radio-label):text-is("业主满意")').waitFor();
  });

  it('calls in the middle of a cash payment: reads who comes beside the notes, and pays what is inside', async () => {
    await tapToBills();
    await kiosk.says('有答复了');
    await kiosk.touch(/^缴费/);
    await kiosk.on('method');
    await kiosk.touch(/^现金/);
    await kiosk.wantsNotesFor(card.owedFen);
    await world.insertNote(100_00);
    await kiosk.isLeft(card.owedFen - 100_00);
    await kiosk.touch('帮助');
    await kiosk.says('管理处知道了');

    await portal.goto(`${world.stack.urls.server}/admin/payments`);
    await portal.getByRole('button', { name: /1 位业主在等/ }).click();
    await portal.getByRole('button', { name: /接\s*单/ }).click();
    await portal.getByLabel('谁去（业主看到的称呼）').fill('王师傅');
    await portal.getByRole('button', { name: '告诉业主' }).click();
    await kiosk.says('王师傅 5 分钟内到');
    await kiosk.picture('cash-help-coming');
    await kiosk.isLeft(card.owedFen - 100_00);
    // No technician gets between an owner and the money inside.
    await holdNumber(kiosk, () => world.insertNote(20_00));
    await kiosk.isLeft(card.owedFen - 120_00);
    await kiosk.touch('不放了');
    await kiosk.on('cash-stop');
    await kiosk.touch(/^先缴这/);
    await kiosk.on('success');
    await kiosk.says('王师傅');
    await kiosk.finish();
    await portal.getByRole('button', { name: '已帮好' }).click();
    await kiosk.page.locator('.frame-phone[data-help="none"]').waitFor();
    await kiosk.untilIdle();
    expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen - 120_00);
    const { world: truth, books } = await world.settled();
    expect(books).toEqual(truth);
  });

  it('sends for a technician: let in by a code of the office, tries each device, and leaves no trace in the books', async () => {
    const before = await world.settled();
    const office = new Office(portal, world);
    await kiosk.untilIdle();
    await comeInAsTechnician(kiosk, office);
    await tryEachDevice(kiosk, world, card.uid);
    await kiosk.touch('修好了，离开');
    await kiosk.untilIdle();
    await office.answersByTelephone();
    expect(await world.settled()).toEqual(before);
  });
});
