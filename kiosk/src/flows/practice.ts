import { assign, setup, type ActorRefFrom } from 'xstate';
import type { BillView, Screen } from '../screens.ts';
import type { PracticeFrame } from '../screens/help-desk.ts';
import type { OwnerEvent } from './events.ts';

/**
 * A whole payment to try out: made-up bills, no card, no note, no order. It asks nothing of devices or server, so that
 * nothing of it can become real: the acceptor stays shut because nobody opens it.
 */

const WORDS = {
  property: { 'zh-CN': '物业费（练习）', 'zh-TW': '物業費（練習）', en: 'Property fee (practice)' },
  explanation: {
    'zh-CN': '60.50 ㎡ × 2.00 元 × 1 个月',
    'zh-TW': '60.50 ㎡ × 2.00 元 × 1 個月',
    en: '60.50 m² × ¥2.00 × 1 month',
  },
} as const;

const PERIOD = { periodFrom: '2026-01-01', periodTo: '2026-01-31', dueDate: '2026-02-28', overdue: false } as const;

const BILL: BillView = {
  billId: 'practice',
  itemName: WORDS.property,
  family: 'property',
  ...PERIOD,
  amountFen: 12_100,
  outstandingFen: 12_100,
  ticked: true,
  lines: [{ explanation: WORDS.explanation, amountFen: 12_100 }],
};
const DUE_FEN = BILL.outstandingFen;
/** As if these notes lay in one's hand. */
const NOTES_FEN = [10_000, 2_000, 100] as const;

interface PracticeContext {
  readonly notes: number;
}

export const practiceMachine = setup({
  types: { context: {} as PracticeContext, events: {} as OwnerEvent },
  actions: { forgetNotes: assign({ notes: 0 }), putNote: assign({ notes: ({ context }) => context.notes + 1 }) },
  guards: {
    isCash: ({ event }) => event.type === 'choose-method' && event.method === 'cash',
    lastNote: ({ context }) => context.notes + 1 >= NOTES_FEN.length,
  },
}).createMachine({
  id: 'practice',
  initial: 'card',
  context: { notes: 0 },
  on: { cancel: '.over' },
  states: {
    card: { on: { pretend: 'bills', back: 'over' } },
    bills: { on: { pay: 'method', 'show-bill': 'detail' } },
    detail: { on: { back: 'bills', 'dispute-bill': 'bills' } },
    method: {
      entry: 'forgetNotes',
      on: { 'choose-method': [{ guard: 'isCash', target: 'cash' }, { target: 'qr' }], back: 'bills' },
    },
    qr: { on: { pretend: 'success', 'other-method': 'method', back: 'method' } },
    cash: {
      on: {
        pretend: [{ guard: 'lastNote', target: 'success', actions: 'putNote' }, { actions: 'putNote' }],
        'other-method': 'method',
        back: 'method',
      },
    },
    success: { on: { finish: 'over' } },
    over: { type: 'final' },
  },
});

export function practiceScreen(practice: ActorRefFrom<typeof practiceMachine>): Screen {
  const { value, context } = practice.getSnapshot();
  const notes = NOTES_FEN.slice(0, context.notes).map((denominationFen, index) => ({
    noteId: `practice-${index}`,
    denominationFen,
  }));
  const insertedFen = notes.reduce((sum, { denominationFen }) => sum + denominationFen, 0);
  const purpose = 'bills';
  switch (value) {
    case 'bills':
      return {
        screen: 'bills',
        payerMasked: '张*',
        roomLabel: '1栋1单元*01',
        prepaidFen: 0,
        canTopUp: false,
        refundCount: 0,
        onBehalf: false,
        canSeeMore: false,
        disputes: [],
        bills: [BILL],
        totalFen: DUE_FEN,
        chosenFen: DUE_FEN,
      };
    case 'detail':
      return { screen: 'bill-detail', bill: BILL };
    case 'method':
      return {
        screen: 'method',
        purpose,
        amountFen: DUE_FEN,
        choices: (['cash', 'wechat-qr'] as const).map((method) => ({ method, available: true })),
      };
    case 'qr':
      return {
        screen: 'qr',
        method: 'wechat-qr',
        amountFen: DUE_FEN,
        content: '这是练习，不收钱',
        secondsLeft: 180,
        ofSeconds: 180,
      };
    case 'cash':
      return {
        screen: 'cash',
        purpose,
        bookedLater: false,
        dueFen: DUE_FEN,
        insertedFen,
        remainingFen: DUE_FEN - insertedFen,
        notes,
        acceptor: 'ready',
      };
    case 'success':
      return { screen: 'practice-over' };
    default:
      return { screen: 'practice' };
  }
}

/** What is only pretended on this step. */
export function practiceFrame(practice: ActorRefFrom<typeof practiceMachine>): PracticeFrame {
  const { value } = practice.getSnapshot();
  if (value === 'qr') return { pretend: 'paid' };
  return value === 'cash' ? { pretend: 'note' } : {};
}
