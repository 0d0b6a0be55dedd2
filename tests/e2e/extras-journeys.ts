import type { KioskPage } from '../support/kiosk-page.ts';
import type { RunningStack } from '../support/running-stack.ts';

/** From the open bills to a slip with a code, printed. @returns what the code says */
export async function askSomebodyToPay(kiosk: KioskPage, world: RunningStack): Promise<string> {
  await kiosk.touch('更多');
  await kiosk.on('more');
  await kiosk.touch('请别人帮我缴');
  await kiosk.on('pay-slip');
  const code = await kiosk.scanCode('代缴的二维码');
  await kiosk.touch('打一张带码的条子');
  await kiosk.says('打好了，请拿好');
  const slip = (await world.paperWith('请人代缴')).join('\n');
  if (/[东西南北]?\d+[栋幢]/.test(slip)) throw new Error(`the slip names a home: ${slip}`);
  await kiosk.touch('结束');
  await kiosk.untilIdle();
  return code;
}

/** Holds the slip before the scanner of an idle kiosk until the bills stand there. */
export async function comeWithSlip(kiosk: KioskPage, world: RunningStack, code: string): Promise<void> {
  await kiosk.untilIdle();
  await world.waitFor('the bills of the slip', async () => {
    await world.bench.showPayerCode(code);
    return (await kiosk.page.locator('[data-screen="bills"]').count()) > 0;
  });
  await kiosk.on('bills');
  await kiosk.says(/^替 .+ 缴，一共/);
}

/** The newest payment in the history, and its receipt once more. */
export async function printAgain(kiosk: KioskPage, world: RunningStack, receiptNumber: string): Promise<void> {
  await kiosk.touch('更多');
  await kiosk.on('more');
  await kiosk.touch('看缴费记录');
  await kiosk.on('history');
  await kiosk.touch(/看明细/);
  await kiosk.on('paid-entry');
  await kiosk.says(receiptNumber);
  await kiosk.touch('再打一张收据');
  await kiosk.says('打好了，请拿好');
  await world.waitFor('the copy', async () =>
    (await world.bench.jobs()).some(({ lines }) => {
      const paper = lines.join('\n');
      return paper.includes(receiptNumber) && paper.includes('补打');
    }),
  );
  await kiosk.touch('看好了，返回');
  await kiosk.touch('看好了，返回');
  await kiosk.on('more');
}

/** From "more" to the months of the parking space. */
export async function chooseParking(kiosk: KioskPage, paidUntil: string): Promise<void> {
  await kiosk.touch('缴别的费用');
  await kiosk.on('offers');
  await kiosk.touch(/^车位续费/);
  await kiosk.on('offer');
  await kiosk.says(`已缴到 ${paidUntil}`);
}
