import { expect } from 'vitest';
import type { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import type { RunningStack } from '../support/running-stack.ts';
import type { TestCard } from '../support/test-cards.ts';

/** From the card to the choice of how to pay. */
export async function toMethods(kiosk: KioskPage, world: RunningStack, card: TestCard): Promise<void> {
  await world.bench.tap(card.uid, 300);
  await kiosk.on('bills');
  await kiosk.touch(/^缴费/);
  await kiosk.on('method');
}

export async function cardIsWanted(kiosk: KioskPage): Promise<void> {
  await kiosk.on('bank-card');
  await kiosk.says('请在刷卡机上插卡或挥卡');
}

/** The terminal is asked to stop, and does. */
export async function turnsBack(kiosk: KioskPage, world: RunningStack): Promise<void> {
  await kiosk.touch(/^银行卡/);
  await cardIsWanted(kiosk);
  await kiosk.touch('换一种付法');
  await kiosk.on('method');
  const { stage, payments } = (await world.bench.state()).bankTerminal;
  expect([stage, payments.at(-1)?.reason]).toEqual(['idle', 'aborted']);
}

/** Not enough on the card: said so, nothing taken, the bills still owed. */
export async function isDeclined(kiosk: KioskPage, world: RunningStack, card: TestCard): Promise<void> {
  await kiosk.touch(/^银行卡/);
  await cardIsWanted(kiosk);
  await world.bench.act('hold-bank-card', { answer: 'insufficient' });
  await kiosk.on('failure');
  await kiosk.says(ownerTitle('LT-3507'));
  await kiosk.says('没有扣钱');
  expect(world.books.outstandingOf(card.roomId)).toBe(card.owedFen);
  await kiosk.touch('再试一次');
  await kiosk.on('method');
}

/** The bank has paid and the line is gone: nobody knows, until the terminal can be asked; booked once. */
export async function paysWithLostReply(kiosk: KioskPage, world: RunningStack, card: TestCard): Promise<void> {
  const before = await takenFen(world);
  await kiosk.touch(/^银行卡/);
  await cardIsWanted(kiosk);
  await world.bench.setFault({ role: 'payment-terminal', fault: 'lose-reply' });
  await world.bench.act('hold-bank-card');
  await world.waitFor('the bank to pay', async () => (await takenFen(world)) > before);
  await world.bench.unplug('payment-terminal');
  await kiosk.on('verifying');
  await kiosk.says('正在核对，请稍等');
  expect(world.books.paymentsOf(card.roomId)).toEqual([]);
  await world.bench.replug('payment-terminal');
  await kiosk.on('success');
  await kiosk.says('请拿好收据');
  expect((await takenFen(world)) - before).toBe(card.owedFen);
  expect(world.books.outstandingOf(card.roomId)).toBe(0);
  expect(world.books.paymentsOf(card.roomId)).toMatchObject([
    { method: 'bank-card', receivedFen: card.owedFen, allocatedFen: card.owedFen, imbalanceFen: 0 },
  ]);
}

/** Nothing else is off with it. */
export async function terminalIsOff(kiosk: KioskPage, world: RunningStack, card: TestCard): Promise<void> {
  const onIdle = kiosk.page.locator('.idle-methods li', { hasText: '银行卡' });
  await world.bench.unplug('payment-terminal');
  await onIdle.waitFor({ state: 'detached' });
  await toMethods(kiosk, world, card);
  const key = kiosk.page.getByRole('button', { name: /^银行卡/ });
  expect(await key.isDisabled()).toBe(true);
  expect(await key.locator('.method-how').innerText()).toBe(ownerTitle('LT-3501'));
  await world.bench.replug('payment-terminal');
  await kiosk.page.locator('[data-screen="method"] .key:not([disabled])', { hasText: '银行卡' }).waitFor();
  await kiosk.touch('结束');
  await kiosk.untilIdle();
  await onIdle.waitFor();
}

async function takenFen(world: RunningStack): Promise<number> {
  return (await world.bench.state()).bankTerminal.takenFen;
}
