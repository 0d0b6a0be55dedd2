import { property, water } from './sample-bills.ts';
import type { Sample } from './sample.ts';

const answer = {
  'zh-CN': '先别再付。钱没有丢，机器会自己核对，没缴成的会退回去。凭条上有编号，拿编号问管理处就行。',
  'zh-TW': '先別再付。錢沒有丟，機器會自己核對，沒繳成的會退回去。憑條上有編號，拿編號問管理處就行。',
  en: 'Do not pay again yet. It is not lost: the machine checks by itself, and what did not pay goes back. Ask the office by the number on the slip.',
};
const asked7 = (
  [
    ['没缴成，钱却扣了？', '沒繳成，錢卻扣了？', 'It failed, but money is gone?'],
    ['怎么用现金缴？', '怎麼用現金繳？', 'How do I pay with notes?'],
    ['卡丢了怎么办？', '卡片不見了怎麼辦？', 'My card is lost. What now?'],
    ['收据没打出来？', '收據沒印出來？', 'No receipt came out?'],
    ['水费怎么算的？', '水費怎麼算的？', 'How is water worked out?'],
    ['能替别人缴吗？', '可以替別人繳嗎？', 'Can I pay for somebody else?'],
    ['多缴了能退吗？', '多繳了能退嗎？', 'Can I get money back?'],
  ] as const
).map(([zh, tw, en]) => ({ question: { 'zh-CN': zh, 'zh-TW': tw, en }, answer }));
const reference = '7F3K-92QD';
const owner = {
  payerMasked: '张*',
  roomLabel: '3 幢 2 单元 1201 室',
  canTopUp: true,
  refundCount: 0,
  prepaidFen: 0,
  onBehalf: false,
  canSeeMore: true,
};
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
  { name: 'questions-asking', screen: { screen: 'questions' } },
  { name: 'questions', screen: { screen: 'questions', questions: asked7 } },
  { name: 'question', screen: { screen: 'questions', questions: asked7, open: 0 } },
  { name: 'practice', screen: { screen: 'practice' }, frame: { practice: {} } },
  {
    name: 'practice-bills',
    screen: { screen: 'bills', ...bills, disputes: [], canTopUp: false },
    frame: { practice: {} },
  },
  {
    name: 'practice-cash',
    screen: {
      screen: 'cash',
      purpose: 'bills',
      bookedLater: false,
      dueFen: 12_100,
      insertedFen: 12_000,
      remainingFen: 100,
      notes: [
        { noteId: 'n0', denominationFen: 10_000 },
        { noteId: 'n1', denominationFen: 2_000 },
      ],
      acceptor: 'ready',
    },
    frame: { practice: { pretend: 'note' } },
  },
  {
    name: 'practice-qr',
    screen: {
      screen: 'qr',
      method: 'wechat-qr',
      amountFen: 12_100,
      content: '这是练习，不收钱',
      secondsLeft: 180,
      ofSeconds: 180,
    },
    frame: { practice: { pretend: 'paid' } },
  },
  { name: 'practice-over', screen: { screen: 'practice-over' }, frame: { canGoBack: false, practice: {} } },
  {
    name: 'goodbye-survey',
    screen: { screen: 'goodbye', survey: 'asked' },
    frame: { canGoBack: false, canCancel: false },
  },
  {
    name: 'goodbye-noted',
    screen: { screen: 'goodbye', survey: 'given' },
    frame: { canGoBack: false, canCancel: false },
  },
  { name: 'dispute-refused', screen: { screen: 'dispute-refused', code: 'LT-5003' }, frame: { canGoBack: false } },
];
