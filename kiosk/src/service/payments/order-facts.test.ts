import { fen, type Fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import type { NoteFact } from '../journal/intents.ts';
import { nextStep, type OrderFacts } from './order-facts.ts';

const stacked = (denominationFen: Fen): NoteFact => ({ note: 'stacked', denominationFen, stackedAt: 5 });
const note = (noteId: string, fact?: NoteFact, more: Partial<OrderFacts['notes'][number]> = {}) => ({
  noteId,
  denominationFen: undefined,
  overpayConsent: false,
  fact,
  ...more,
});
const facts = (more: Partial<OrderFacts> = {}): OrderFacts => ({
  orderId: 'o1',
  method: 'cash',
  amountFen: fen(28_640),
  concluded: false,
  offline: undefined,
  openSaleId: undefined,
  notes: [],
  change: undefined,
  settlement: undefined,
  ...more,
});
const request = {
  notes: [{ noteId: 'n1', denominationFen: fen(10_000), stackedAt: 5 }],
  suspenseNotes: [],
  disposition: 'prepayment' as const,
  excess: 'prepayment' as const,
  recovered: false,
};

describe('what to do with an order found open', () => {
  it.each<[string, OrderFacts, object]>([
    ['concluded before the cut', facts({ concluded: true }), { step: 'done' }],
    ['power lost before any note: query, close, query', facts(), { step: 'close-order' }],
    [
      'power lost while change comes out: the change unit is asked first',
      facts({
        notes: [note('n1', stacked(fen(10_000)), { overpayConsent: true })],
        change: { changeId: 'c1', amountFen: fen(300), fact: undefined },
      }),
      { step: 'ask-change', changeId: 'c1' },
    ],
    [
      'part of the change came out: booked with it',
      facts({
        notes: [note('n1', stacked(fen(10_000)), { overpayConsent: true })],
        change: { changeId: 'c1', amountFen: fen(300), fact: { paidFen: fen(200), doubtFen: fen(0) } },
      }),
      {
        step: 'settle',
        request: {
          excess: 'prepayment',
          change: { changeId: 'c1', requestedFen: 300, paidFen: 200, doubtFen: 0 },
        },
      },
    ],
    ['card sale without an end', facts({ method: 'bank-card', openSaleId: 's1' }), { step: 'ask-sale', saleId: 's1' }],
    ['QR order', facts({ method: 'wechat-qr' }), { step: 'close-order' }],
    ['power lost while waiting for a note', facts({ notes: [note('n1')] }), { step: 'ask-note', noteId: 'n1' }],
    [
      'note stacked, power lost before credit',
      facts({ notes: [note('n1', undefined, { denominationFen: fen(10_000) })] }),
      { step: 'ask-note', noteId: 'n1', denominationFen: 10_000 },
    ],
    ['every note came back', facts({ notes: [note('n1', { note: 'returned' })] }), { step: 'close-order' }],
    [
      'one note inside, owner gone',
      facts({ notes: [note('n1', stacked(fen(10_000))), note('n2', { note: 'returned' })] }),
      {
        step: 'settle',
        request: {
          notes: request.notes,
          suspenseNotes: [],
          disposition: 'bills',
          excess: 'unclaimed',
          recovered: true,
        },
      },
    ],
    [
      'over-paying note stacked with consent: the consent holds',
      facts({ notes: [note('n1', stacked(fen(50_000)), { overpayConsent: true })] }),
      { step: 'settle', request: { excess: 'prepayment', recovered: true } },
    ],
    [
      'consent to a note that came back is no consent to anything',
      facts({ notes: [note('n1', stacked(fen(10_000))), note('n2', { note: 'returned' }, { overpayConsent: true })] }),
      { step: 'settle', request: { excess: 'unclaimed' } },
    ],
    [
      'note in suspense beside a stacked one',
      facts({
        notes: [note('n1', stacked(fen(10_000))), note('n2', { note: 'suspense', denominationFen: fen(5_000) })],
      }),
      {
        step: 'settle',
        request: { notes: [{ noteId: 'n1' }], suspenseNotes: [{ noteId: 'n2', denominationFen: 5_000 }] },
      },
    ],
    [
      'only a note in suspense: reported without credit',
      facts({ notes: [note('n1', { note: 'suspense', denominationFen: fen(5_000) })] }),
      { step: 'settle', request: { notes: [], suspenseNotes: [{ noteId: 'n1' }] } },
    ],
    [
      'settlement sent, answer lost: the very same once more',
      facts({ notes: [note('n1', stacked(fen(10_000)))], settlement: { intentId: 's1', request, answered: false } }),
      { step: 'resend-settlement', intentId: 's1', request },
    ],
    [
      'note still open after its order was concluded: asked, to be told to staff',
      facts({ concluded: true, notes: [note('n1')] }),
      { step: 'ask-note', noteId: 'n1' },
    ],
  ])('%s', (_, given, expected) => {
    expect(nextStep(given)).toMatchObject(expected);
  });
});
