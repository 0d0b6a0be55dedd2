import { property, water } from './sample-bills.ts';
import type { Sample } from './sample.ts';

const reference = '7F3K-92QD';
const owner = { payerMasked: '张*', roomLabel: '3 幢 2 单元 1201 室', canTopUp: true, refundCount: 0, prepaidFen: 0 };
const asked = { ...water, dispute: { reference, progress: 'being-checked' } } as const;
const bills = { ...owner, bills: [property, asked], totalFen: 81_820, chosenFen: 81_820 };
const idle = { screen: 'idle', methods: ['wechat-qr', 'cash'], cardReader: 'ready', otherWays: true } as const;
const both = { canAsk: true, canPractise: true };
const helper = { name: '王师傅', inMinutes: 5 };

/** Calls for help, and bills that seem wrong. */
export const HELP_DESK_SAMPLES: readonly Sample[] = [
  { name: 'help-calling', screen: idle, frame: { help: 'calling', helpPanel: both } },
  { name: 'help-received', screen: idle, frame: { help: 'received', helpPanel: both } },
  { name: 'help-coming', screen: idle, frame: { help: 'coming', helper, helpPanel: both } },
  {
    name: 'help-unanswered',
    screen: { screen: 'bill-detail', bill: property },
    frame: { help: 'unanswered', helpPanel: { canAsk: true, canPractise: false } },
  },
  {
    name: 'help-unreachable',
    screen: { screen: 'payer-code', amountFen: 28_640 },
    frame: { help: 'unreachable', helpPanel: { canAsk: false, canPractise: false } },
  },
  {
    name: 'cash-help-coming',
    screen: {
      screen: 'cash',
      purpose: 'bills',
      bookedLater: false,
      dueFen: 28_640,
      insertedFen: 20_000,
      remainingFen: 8_640,
      notes: [{ noteId: 'n0', denominationFen: 10_000 }],
      acceptor: 'ready',
    },
    frame: { help: 'coming', helper },
  },
  {
    name: 'bills-asked',
    screen: { screen: 'bills', ...bills, disputes: [{ reference, progress: 'being-checked' }] },
    frame: { help: 'unanswered' },
  },
  {
    name: 'nothing-owed-answered',
    screen: { screen: 'nothing-owed', ...owner, disputes: [{ reference, progress: 'answered' }] },
  },
  { name: 'bill-detail-asked', screen: { screen: 'bill-detail', bill: asked } },
  { name: 'dispute', screen: { screen: 'dispute', itemName: water.itemName, sending: false } },
  {
    name: 'dispute-sending',
    screen: { screen: 'dispute', itemName: property.itemName, sending: true },
    frame: { canGoBack: false, canCancel: false },
  },
  {
    name: 'dispute-noted',
    screen: { screen: 'dispute-noted', reference, days: 3 },
    frame: { canGoBack: false },
  },
  { name: 'dispute-refused', screen: { screen: 'dispute-refused', code: 'LT-5003' }, frame: { canGoBack: false } },
];
