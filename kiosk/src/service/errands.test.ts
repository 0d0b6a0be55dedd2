import { fen } from '@louting/common/money';
import { newId } from '@louting/common/ids';
import { orderReference } from '@louting/server/contract/order-reference';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { household } from '../flows/test-effects.ts';
import { cabinet, type Cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

let place: Cabinet;
beforeEach(() => {
  place = cabinet();
});
afterEach(() => place.remove());

const openIntents = () => openIntentsIn(place.stateDirectory);
const note = (denominationFen?: number) => ({
  orphanId: newId(),
  stackedAt: 1_795_000_000_000,
  ...(denominationFen === undefined ? {} : { denominationFen: fen(denominationFen) }),
});
/** A beat follows any change of a device: it tells whether the line is back. */
const beat = (state: 'ok' | 'attention') => place.devices.report({ role: 'cash-acceptor', state });

describe('cabinet that is forced', () => {
  const says = (code?: 'LT-3602' | 'LT-3603') =>
    place.devices.report({ role: 'cabinet', state: code ? 'attention' : 'ok', ...(code && { code }) });
  const alarms = () => [...place.server.tickets.values()].filter(({ kind }) => kind === 'repair').length;

  it('told once while the line is down and over before it is back, over a restart and a blind sensor', async () => {
    place.server.downFor.add('raise-ticket');
    const kiosk = await place.start();
    await kiosk.shown('idle');
    says('LT-3603');
    place.devices.report({ role: 'cabinet', state: 'failed', code: 'LT-3903' });
    says('LT-3603');
    await expect.poll(openIntents).toEqual([{ kind: 'alarm' }, { kind: 'ticket' }]);
    await kiosk.close();

    const again = await place.start();
    says('LT-3602');
    await expect.poll(openIntents).toEqual([{ kind: 'ticket' }]);
    says();
    place.server.downFor.clear();
    beat('attention');
    await expect.poll(openIntents).toEqual([]);
    expect(alarms()).toBe(1);
    says('LT-3603');
    await expect.poll(alarms).toBe(2);
    says();
    await again.close();
  });
});

describe('note stacked with nobody at the kiosk', () => {
  it('found at the start: told to the server once, shown to nobody, and never told again', async () => {
    const [first, second] = [note(5_000), note()];
    place.devices.orphans.push(first, second);
    const kiosk = await place.start();
    await expect.poll(() => place.server.orphans).toEqual([first.orphanId, second.orphanId]);
    await expect.poll(openIntents).toEqual([]);
    await kiosk.shown('idle');
    expect(kiosk.seen.map(({ screen }) => screen).filter((screen) => screen !== 'starting')).toEqual(['idle']);
    await kiosk.close();

    const third = note(10_000);
    place.devices.orphans.push(third);
    const again = await place.start();
    await expect.poll(() => place.server.orphans).toEqual([first.orphanId, second.orphanId, third.orphanId]);
    await again.close();
  });

  it('found while the line is down: kept over a restart, told under the same id when the line is back', async () => {
    place.server.downFor.add('report-orphans');
    const orphan = note(10_000);
    place.devices.orphans.push(orphan);
    const kiosk = await place.start();
    await expect.poll(openIntents).toEqual([{ kind: 'orphan' }]);
    await kiosk.close();

    place.devices.bridgeDown = true;
    const again = await place.start();
    await again.shown('idle');
    place.server.downFor.clear();
    place.server.loseAnswers.add('report-orphans');
    beat('attention');
    await expect.poll(() => place.server.orphans).toEqual([orphan.orphanId]);
    place.server.loseAnswers.clear();
    beat('ok');
    await expect.poll(openIntents).toEqual([]);
    expect(new Set(place.server.orphans)).toEqual(new Set([orphan.orphanId]));
    await again.close();
  });
});

describe('large letters chosen at the kiosk', () => {
  it('the line is down as the owner leaves: told when it is back, once', async () => {
    const kiosk = await place.start();
    await kiosk.shown('idle');
    place.devices.tap('04A1B2C3');
    await kiosk.shown('bills');
    place.server.downFor.add('remember-preferences');
    kiosk.touch({ intent: 'set-mode', mode: 'elder' });
    await kiosk.shown('bills', ({ mode }) => mode === 'elder');
    kiosk.touch({ intent: 'cancel' });
    await kiosk.shown('goodbye');
    await expect.poll(openIntents).toEqual([{ kind: 'preferences' }]);
    place.server.downFor.clear();
    beat('attention');
    await expect.poll(() => [...place.server.remembered.values()]).toEqual([{ mode: 'elder' }]);
    await expect.poll(openIntents).toEqual([]);
    await kiosk.close();
  });
});

describe('invoice asked for at the kiosk', () => {
  async function askForInvoice(kiosk: RunningCabinet): Promise<string> {
    await kiosk.shown('idle');
    place.devices.tap('04A1B2C3');
    await kiosk.shown('bills');
    kiosk.touch({ intent: 'pay' });
    await kiosk.shown('method');
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    const [orderId = ''] = place.server.orders.keys();
    place.server.payerPays(orderId);
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    kiosk.touch({ intent: 'ask-invoice' });
    await kiosk.shown('invoice', ({ stage }) => stage === 'offer');
    kiosk.touch({ intent: 'invoice-personal' });
    return orderId;
  }

  it('issued while the owner looks, and its code printed to take along', async () => {
    const kiosk = await place.start();
    const orderId = await askForInvoice(kiosk);
    await kiosk.shown('invoice', ({ stage }) => stage === 'issuing');
    kiosk.touch({ intent: 'print-slip' });
    await kiosk.shown('invoice', (model) => 'slip' in model && model.slip === 'printed');
    expect(place.devices.printed.at(-1)?.document).toMatchObject({
      form: 'slip',
      fields: { title: ['电子发票条'], code: ['https://fees.example/i/1'] },
    });
    place.server.issued.add(orderId);
    await kiosk.shown('invoice', ({ stage }) => stage === 'issued');
    expect([place.server.invoices.get(orderId), openIntents()]).toEqual([1, []]);
    await kiosk.close();
  });

  it('line and power are lost at the wish: asked for by itself after the start, without the owner', async () => {
    const kiosk = await place.start();
    place.server.downFor.add('request-invoice');
    const orderId = await askForInvoice(kiosk);
    await kiosk.shown('invoice', (model) => model.stage === 'problem' && model.kept);
    expect(openIntents()).toEqual([{ kind: 'invoice' }]);
    await kiosk.close();
    place.server.downFor.clear();
    const again = await place.start();
    await again.shown('idle');
    await expect.poll(() => place.server.invoices.get(orderId)).toBe(1);
    await expect.poll(openIntents).toEqual([]);
    await again.close();
  });
});

describe('what owners tell the help desk', () => {
  it('the line is down: a question about a bill and a call are told once it is back, each once and under its number', async () => {
    const kiosk = await place.start();
    await kiosk.shown('idle');
    place.devices.tap('04A1B2C3');
    await kiosk.shown('bills');
    for (const name of ['raise-ticket', 'withdraw-ticket']) place.server.downFor.add(name);
    kiosk.touch({ intent: 'show-bill', billId: household.bills[0]?.billId ?? '' });
    await kiosk.shown('bill-detail');
    kiosk.touch({ intent: 'dispute-bill' });
    await kiosk.shown('dispute');
    kiosk.touch({ intent: 'complain', complaint: 'already-paid' });
    const { reference } = await kiosk.shown('dispute-noted');
    kiosk.touch({ intent: 'help' });
    await kiosk.shown('dispute-noted', ({ help }) => help === 'unreachable');
    await kiosk.close();
    expect(openIntents()).toEqual([{ kind: 'ticket' }, { kind: 'ticket' }]);

    place.server.downFor.clear();
    place.server.loseAnswers.add('raise-ticket');
    const again = await place.start();
    await again.shown('idle');
    await expect.poll(() => place.server.tickets.size).toBe(2);
    place.server.loseAnswers.clear();
    beat('ok');
    await expect.poll(openIntents).toEqual([]);
    const tickets = [...place.server.tickets.values()];
    expect(tickets.map(({ kind }) => kind)).toEqual(['bill-dispute', 'help-call']);
    expect(orderReference(tickets[0]?.ticketId ?? '')).toBe(reference);
    await again.close();
  });

  it('who comes to a call is shown, and "nobody need come" is told', async () => {
    const kiosk = await place.start();
    await kiosk.shown('idle');
    kiosk.touch({ intent: 'help' });
    await kiosk.shown('idle', ({ help, helpPanel }) => help === 'received' && helpPanel !== undefined);
    const [call] = place.server.tickets.values();
    if (!call) throw new Error('nobody was called');
    expect(call).toMatchObject({ kind: 'help-call', screen: 'idle' });
    const helper = { name: '王师傅', inMinutes: 5 };
    place.server.tickets.set(call.ticketId, { ...call, state: 'on-the-way', helper });
    await kiosk.shown('idle', (model) => model.helper?.inMinutes === 5);
    kiosk.touch({ intent: 'end-help' });
    await kiosk.shown('idle', ({ help }) => help === 'none');
    await expect.poll(() => place.server.tickets.get(call.ticketId)?.state).toBe('closed');
    await kiosk.close();
  });
});
