import { describe, expect, it } from 'vitest';
import type { Intent } from '../screens.ts';
import type { UnnumberedModel } from './present.ts';
import { touchedIn, visitAfter, type VisitSoFar } from './visits.ts';

type Seen = { readonly screen: string } & Readonly<Record<string, unknown>>;
type Step = Seen | Intent;

const START = 1_000_000;
const EACH_MS = 3_000;

/** A screen, or a touch on it, every three seconds. */
function visitsOf(...steps: readonly Step[]) {
  const ended: unknown[] = [];
  let visit: VisitSoFar | undefined;
  for (const [index, step] of steps.entries()) {
    if (!('screen' in step)) {
      if (visit) visit = touchedIn(visit, step);
      continue;
    }
    const model = { mode: 'elder', language: 'zh-CN', help: 'none', ...step } as unknown as UnnumberedModel;
    const next = visitAfter(visit, model, START + index * EACH_MS);
    visit = next.visit;
    if (next.ended) ended.push(next.ended);
  }
  return ended;
}

const screen = (name: string, more: object = {}): Seen => ({ screen: name, ...more });
const bills = screen('bills', { onBehalf: false });
const paidByCash: readonly Step[] = [
  screen('identifying'),
  bills,
  { intent: 'pay' },
  screen('method'),
  { intent: 'choose-method', method: 'cash' },
  screen('cash'),
  screen('success', { paidEarlier: false }),
  screen('goodbye'),
];

describe('what is told of a visit', () => {
  it.each<[string, readonly Step[], object]>([
    [
      'card, cash, receipt: two touches, and the farewell does not count',
      paidByCash,
      { outcome: 'paid', way: 'card', method: 'cash', touches: 2, seconds: 21, leftAt: 'success', letters: 'elder' },
    ],
    [
      'saw the bills and went',
      [screen('identifying'), bills, { intent: 'cancel' }, screen('goodbye')],
      { outcome: 'left', way: 'card', leftAt: 'bills', touches: 1 },
    ],
    [
      'the payment failed, and another way paid',
      [...paidByCash.slice(0, 6), screen('failure', { code: 'LT-2101' }), screen('success', { paidEarlier: false })],
      { outcome: 'paid' },
    ],
    [
      'the payment failed, and that was all',
      [...paidByCash.slice(0, 6), screen('failure', { code: 'LT-2101' }), screen('goodbye')],
      { outcome: 'failed', code: 'LT-2101', leftAt: 'failure' },
    ],
    [
      'by room, and nothing is owed',
      [
        screen('identify'),
        { intent: 'choose-way', way: 'room' },
        screen('room-check'),
        screen('identifying'),
        screen('nothing-owed'),
        screen('goodbye'),
      ],
      { outcome: 'nothing-owed', way: 'room' },
    ],
    [
      'a neighbour with a slip',
      [screen('identifying'), screen('bills', { onBehalf: true }), screen('goodbye')],
      { outcome: 'left', way: 'pay-slip' },
    ],
    [
      'a driver, by the digits of the plate',
      [screen('stay-plate'), screen('stay-sum'), screen('method'), screen('goodbye')],
      { outcome: 'left', way: 'plate', leftAt: 'method' },
    ],
    [
      'the card could not be read',
      [screen('identify'), screen('card-problem', { code: 'LT-1018' })],
      { outcome: 'not-identified', code: 'LT-1018', leftAt: 'card-problem' },
    ],
    [
      'the receipt of earlier cash was taken, and nothing was paid today',
      [screen('identifying'), screen('success', { paidEarlier: true }), bills],
      { outcome: 'left' },
    ],
    ['somebody was called', [screen('identify', { help: 'calling' })], { outcome: 'not-identified', helped: true }],
    [
      'a practice pays nothing',
      [
        screen('practice', { practice: {} }),
        screen('method', { practice: {} }),
        { intent: 'choose-method', method: 'cash' },
        screen('success', { practice: {}, paidEarlier: false }),
      ],
      { outcome: 'not-identified', leftAt: 'success' },
    ],
  ])('%s', (_, steps, told) => {
    const [visit, ...more] = visitsOf(screen('idle'), ...steps, screen('idle'));
    expect(more).toEqual([]);
    expect(visit).toMatchObject(told);
    if (!('code' in told)) expect(visit).not.toHaveProperty('code');
  });

  it('the next one lays a card on the reader while goodbye is shown: two visits', () => {
    expect(visitsOf(screen('idle'), ...paidByCash, screen('identifying'), bills, screen('idle'))).toMatchObject([
      { outcome: 'paid', touches: 2 },
      { outcome: 'left', touches: 0 },
    ]);
  });

  it('a technician at the device page is no visit', () => {
    expect(visitsOf(screen('idle'), screen('maintenance-code'), screen('maintenance-devices'), screen('idle'))).toEqual(
      [],
    );
  });

  it('names, rooms, sums and bills are not in it', () => {
    const secret = { payerMasked: '张*', roomLabel: '3-2-501', totalFen: 1 };
    const told = visitsOf(screen('identifying', secret), { ...bills, ...secret }, screen('idle', secret));
    expect(JSON.stringify(told)).not.toMatch(/张|501|Fen/);
  });
});
