import { ok } from '@louting/common/result';
import { fen } from '@louting/common/money';
import type { FailureCode } from '@louting/common/failure-codes';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import { describe, expect, it } from 'vitest';
import { closedBy, devicesAfter, noCashBy } from './cabinet-rules.ts';
import { household, order, startFlows, toCash, toMethod, type TestFlows } from './test-effects.ts';

const WELL = { cabinet: { role: 'cabinet', state: 'ok' }, ups: { role: 'ups', state: 'ok' } } as const;
const says = (role: 'cabinet' | 'ups', code: FailureCode): DeviceReport => ({ role, state: 'attention', code });
const blind = (role: 'cabinet' | 'ups', code: FailureCode): DeviceReport => ({ role, state: 'failed', code });

describe('what the cabinet and its power ask for', () => {
  it.each<[string, readonly DeviceReport[], FailureCode | undefined, FailureCode | undefined]>([
    ['all is well', [], undefined, undefined],
    ['door open', [says('cabinet', 'LT-3602')], 'LT-3602', 'LT-3602'],
    ['forced', [says('cabinet', 'LT-3603')], 'LT-3603', 'LT-3603'],
    ['hot: only staff are told', [says('cabinet', 'LT-3604')], undefined, undefined],
    ['on battery: no more cash', [says('ups', 'LT-3702')], undefined, 'LT-3702'],
    ['battery nearly empty', [says('ups', 'LT-3702'), says('ups', 'LT-3703')], 'LT-3703', 'LT-3703'],
    ['UPS wants service', [says('ups', 'LT-3704')], undefined, undefined],
    [
      'an open door goes before the battery',
      [says('ups', 'LT-3703'), says('cabinet', 'LT-3602')],
      'LT-3602',
      'LT-3602',
    ],
    ['never fitted, or away from the start', [blind('cabinet', 'LT-3601')], undefined, undefined],
    ['cable cut behind the open door', [says('cabinet', 'LT-3602'), blind('cabinet', 'LT-3601')], 'LT-3602', 'LT-3602'],
    ['bridge restarts in a power cut', [says('ups', 'LT-3702'), blind('ups', 'LT-3903')], undefined, 'LT-3702'],
    ['and the mains are back', [says('ups', 'LT-3702'), blind('ups', 'LT-3903'), WELL.ups], undefined, undefined],
  ])('%s', (_event, reports, closed, noCash) => {
    const devices = reports.reduce(devicesAfter, WELL);
    expect(closedBy(devices)).toBe(closed);
    expect(noCashBy(devices)).toBe(noCash);
  });
});

function tell(flows: TestFlows, ...reports: readonly DeviceReport[]): void {
  for (const report of reports) flows.session.send({ type: 'device', report });
}

describe('door and power in the middle of things', () => {
  it('opened while nobody is there: closed, and open again after the self-check', async () => {
    const flows = startFlows();
    await flows.open();
    tell(flows, says('cabinet', 'LT-3602'));
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-3602' });
    tell(flows, WELL.cabinet);
    expect(flows.screen().screen).toBe('starting');
    tell(flows, says('cabinet', 'LT-3602'));
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-3602' });
    tell(flows, WELL.cabinet);
    await flows.answer('selfCheck', undefined);
    expect(flows.screen().screen).toBe('idle');
  });

  it('opened while somebody chooses how to pay: goodbye, then closed; the next card has to wait', async () => {
    const flows = startFlows();
    await toMethod(flows);
    tell(flows, says('cabinet', 'LT-3602'));
    expect(flows.screen().screen).toBe('goodbye');
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    expect(flows.screen().screen).toBe('goodbye');
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-3602' });
    expect(flows.left).toEqual([`session ${household.sessionId}`]);
  });

  it('opened with money inside: no new note, the owner says what it is for, and it is booked', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    tell(flows, says('cabinet', 'LT-3602'));
    expect(flows.questions()).toEqual(['stackNote']);
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(10_000) });
    expect(flows.screen()).toMatchObject({ screen: 'cash-stop', insertedFen: 10_000, closing: 'LT-3602' });
    flows.session.send({ type: 'continue-cash' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('cash-stop');
    flows.session.send({ type: 'stop-cash', disposition: 'prepayment' });
    expect(flows.inputOf('settleCash')).toMatchObject({ disposition: 'prepayment' });
    await flows.answer('settleCash', ok(order('SUCCEEDED', 'cash')));
    await flows.answer('printReceipt', ok());
    flows.session.send({ type: 'finish' });
    flows.clock.increment(10_000);
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-3602' });
  });

  it('opened while the machine waits for the next note, and the owner has walked off: the bills get it', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(10_000) });
    tell(flows, says('ups', 'LT-3703'));
    await flows.answer('clearNote', { outcome: 'returned' });
    expect(flows.screen()).toMatchObject({ screen: 'cash-stop', closing: 'LT-3703' });
    flows.clock.increment(60_000);
    expect(flows.inputOf('settleCash')).toMatchObject({ disposition: 'bills' });
  });

  it('closed again before the owner chose: notes may go in again', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    tell(flows, says('cabinet', 'LT-3602'));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(10_000) });
    tell(flows, WELL.cabinet);
    expect(flows.screen()).not.toHaveProperty('closing');
    flows.clock.increment(60_000);
    flows.session.send({ type: 'continue-cash' });
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'ready' });
  });

  it('power cut in the middle of cash: the payment is finished, the next one finds cash off with the reason', async () => {
    const flows = startFlows();
    await toCash(flows);
    tell(flows, says('ups', 'LT-3702'));
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'ready' });
    flows.session.send({ type: 'other-method' });
    await flows.answer('clearNote', { outcome: 'returned' });
    await flows.answer('closeOrder', ok(order('CLOSED', 'cash')));
    expect(flows.screen()).toMatchObject({
      screen: 'method',
      choices: expect.arrayContaining([{ method: 'cash', available: false, reason: 'LT-3702' }]),
    });
  });
});
