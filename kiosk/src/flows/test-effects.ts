import { ok, type Result } from '@louting/common/result';
import type { KioskConfiguration, PaymentOrder, Receipt } from '@louting/server/contract/kiosk-api';
import type { Session } from '@louting/server/contract/session-api';
import type { Identification } from '@louting/server/contract/identification-api';
import type { InvoiceView } from '@louting/server/contract/invoices-api';
import { fen } from '@louting/common/money';
import { createActor, SimulatedClock } from 'xstate';
import type { FlowEffects } from './effects.ts';
import { DEFAULT_TIMINGS } from './events.ts';
import { present } from './present.ts';
import { provideFlows } from './provide.ts';
import { DEFAULT_SOUND } from './sound.ts';

/** Flows under a clock and answers that the test owns: every effect waits until the test answers it. */

type Name = Exclude<
  keyof FlowEffects,
  'endHelp' | 'giveFace' | 'rememberPreferences' | 'closeSession' | 'leaveReceipt' | 'dropOrder'
>;
type Output<N extends Name> = Awaited<ReturnType<FlowEffects[N]>>;

interface Question {
  readonly name: Name;
  readonly input: unknown;
  readonly answer: (output: unknown) => void;
  readonly fail: (error: Error) => void;
  gone: boolean;
}

export const configuration: KioskConfiguration = {
  kioskId: '01890000-0000-7000-8000-000000000001',
  kioskNumber: 'K001',
  community: { 'zh-CN': '翠湖花园', en: 'Cuihu Garden' },
  companyName: '翠湖物业',
  location: '1号亭',
  servicePhone: '400-800-1234',
  methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'],
  cardProbes: [],
  parkingStays: true,
  ways: ['card', 'owner-phone', 'phone-code', 'room'],
  acceptedNotes: [500, 1000, 2000, 5000, 10_000].map(fen),
  helpDesk: { unansweredSeconds: 60, disputeDays: 3 },
  offlineCash: { enabled: true, perSessionFen: fen(50_000), perDayFen: fen(200_000) },
};

const line = { explanation: { 'zh-CN': '89.50 ㎡ × 2.80 元', en: '89.50 m² × 2.80' }, amountFen: fen(18_640) };

export function bill(billId: string, amountFen: number): Session['bills'][number] {
  return {
    billId,
    item: { code: 'PROPERTY', family: 'property', name: { 'zh-CN': '物业费', en: 'Property fee' } },
    periodFrom: '2026-10-01',
    periodTo: '2026-10-31',
    dueDate: '2026-10-31',
    overdue: true,
    amountFen: fen(amountFen),
    outstandingFen: fen(amountFen),
    lines: [line],
  };
}

export const household: Session = {
  sessionId: '01890000-0000-7000-8000-00000000000a',
  strength: 'strong',
  expiresAt: 0,
  payerMasked: '张*',
  roomLabel: '3栋2单元*01',
  prepaidFen: fen(0),
  bills: [bill('01890000-0000-7000-8000-0000000000b1', 18_640), bill('01890000-0000-7000-8000-0000000000b2', 10_000)],
  totalOutstandingFen: fen(28_640),
  preferences: {},
  lateOrders: [],
  refundCount: 1,
  onBehalf: false,
  disputes: [],
};

/** Somebody with this many homes. */
export function identified(homes: number): Identification {
  const all = ['3栋2单元*01', '3栋2单元*02', '5栋1单元*02'].map((roomLabel) => ({ roomLabel }));
  return { identificationId: '01890000-0000-7000-8000-0000000000c1', homes: all.slice(0, homes) };
}

export const receipt: Receipt = {
  receiptNumber: 'K001-2026-000001',
  copyNumber: 0,
  communityName: '翠湖花园',
  companyName: '翠湖物业',
  roomLabel: '3栋2单元*01',
  payerMasked: '张*',
  lines: [{ itemName: '物业费', period: '2026-10', amountFen: fen(28_640) }],
  totalFen: fen(28_640),
  totalCapitals: '贰佰捌拾陆元肆角整',
  methodName: '现金',
  paidAt: 0,
  kioskNumber: 'K001',
  toPrepaymentFen: fen(0),
  prepaidAfterFen: fen(0),
  verifyUrl: 'https://fees.example/r/1',
  servicePhone: '400-800-1234',
};

export const ORDER_ID = '01890000-0000-7000-8000-00000000000f';

export function order(
  state: PaymentOrder['state'],
  method: PaymentOrder['method'] = 'wechat-qr',
  more: Partial<PaymentOrder> = {},
): PaymentOrder {
  return {
    orderId: ORDER_ID,
    state,
    method,
    amountFen: fen(28_640),
    reference: '7F3K-92QD',
    ...(state === 'PENDING' && method !== 'cash' ? { qr: { content: 'weixin://wxpay/1', expiresAt: 180_000 } } : {}),
    ...(state === 'SUCCEEDED' ? { receipt } : {}),
    ...more,
  };
}

export function invoice(state: InvoiceView['state'], more: Partial<InvoiceView> = {}): InvoiceView {
  return { state, pageUrl: 'https://fees.example/i/1', amountFen: fen(18_640), buyerMasked: '张*', ...more };
}

/** What the flows asked and told, of the flows started last: those before it are over. */
interface World {
  readonly questions: Question[];
  readonly left: string[];
  readonly ignored: string[];
}
let world: World = { questions: [], left: [], ignored: [] };

const ask =
  <N extends Name>(name: N) =>
  (input?: unknown, signal?: AbortSignal) =>
    new Promise<unknown>((answer, fail) => {
      const question: Question = { name, input, answer, fail, gone: false };
      signal?.addEventListener('abort', () => {
        question.gone = true;
      });
      world.questions.push(question);
    }) as Promise<Output<N>>;

const effects: FlowEffects = {
  start: ask('start'),
  selfCheck: ask('selfCheck'),
  openMaintenance: ask('openMaintenance'),
  inspectDevice: ask('inspectDevice'),
  testDevice: ask('testDevice'),
  openSession: ask('openSession'),
  rememberPreferences: ({ sessionId, preferences }) =>
    void world.left.push(`remember ${sessionId} ${JSON.stringify(preferences)}`),
  closeSession: (sessionId) => void world.left.push(`session ${sessionId}`),
  sendPhoneCode: ask('sendPhoneCode'),
  identifyBy: ask('identifyBy'),
  doorsHere: ask('doorsHere'),
  findCars: ask('findCars'),
  showCode: ask('showCode'),
  watchShowing: ask('watchShowing'),
  callHelp: ask('callHelp'),
  watchHelp: ask('watchHelp'),
  endHelp: () => void world.left.push('help'),
  disputeBill: ask('disputeBill'),
  questions: ask('questions'),
  giveFace: ({ face }) => void world.left.push(`face ${face}`),
  agree: ask('agree'),
  paidOf: ask('paidOf'),
  makePaySlip: ask('makePaySlip'),
  cancelPaySlips: ask('cancelPaySlips'),
  offersOf: ask('offersOf'),
  takeOffer: ask('takeOffer'),
  wishesOf: ask('wishesOf'),
  setWishes: ask('setWishes'),
  feeNotice: ask('feeNotice'),
  refundsOf: ask('refundsOf'),
  invoiceOf: ask('invoiceOf'),
  wishInvoice: ask('wishInvoice'),
  watchInvoice: ask('watchInvoice'),
  openOrder: ask('openOrder'),
  dropOrder: (orderId) => void world.left.push(`order ${orderId}`),
  watchOrder: ask('watchOrder'),
  closeOrder: ask('closeOrder'),
  resolveOrder: ask('resolveOrder'),
  heldPayerCode: ask('heldPayerCode'),
  readPayerCode: ask('readPayerCode'),
  submitPayerCode: ask('submitPayerCode'),
  sellByCard: ask('sellByCard'),
  stopCardSale: () => undefined,
  takeNote: ask('takeNote'),
  stackNote: ask('stackNote'),
  returnNote: ask('returnNote'),
  clearNote: ask('clearNote'),
  payChange: ask('payChange'),
  settleCash: ask('settleCash'),
  printReceipt: ask('printReceipt'),
  copyReceipt: ask('copyReceipt'),
  leaveReceipt: (orderId) => void world.left.push(`receipt ${orderId}`),
  printSlip: ask('printSlip'),
};

/** Built once: thousands of sessions are started on it. */
const machine = provideFlows(effects, (type) => world.ignored.push(type));

export function startFlows() {
  const questions: Question[] = [];
  const left: string[] = [];
  const ignored: string[] = [];
  world = { questions, left, ignored };
  const clock = new SimulatedClock();
  const allowance = { enabled: true, sessionLeftFen: 50_000, dayLeftFen: 200_000 };
  const session = createActor(machine, {
    clock,
    input: {
      timings: DEFAULT_TIMINGS,
      now: () => clock.now(),
      configuration,
      offlineAllowance: () => allowance,
      profile: 'portrait-21',
      soundPolicy: DEFAULT_SOUND,
    },
  });
  const errors: unknown[] = [];
  session.subscribe({ error: (error) => errors.push(error) });
  session.start();

  const pending = (name?: Name) => questions.find((question) => !question.gone && (!name || question.name === name));
  const settle = async (question: Question, settling: () => void) => {
    question.gone = true;
    settling();
    await flush();
  };

  return {
    session,
    clock,
    errors,
    ignored,
    left,
    allowance,
    questions: () => questions.filter(({ gone }) => !gone).map(({ name }) => name),
    /** How many questions there were, answered or not. */
    asked: () => questions.length,
    inputOf: (name: Name) => pending(name)?.input,
    screen: () => present(session.getSnapshot()),
    answer: async <N extends Name>(name: N, output: Output<N>) => {
      const question = pending(name);
      if (!question) throw new Error(`nobody asks ${name}; asked: ${questions.map((each) => each.name).join(', ')}`);
      await settle(question, () => question.answer(output));
    },
    crash: async (name: Name) => {
      const question = pending(name);
      if (!question) throw new Error(`nobody asks ${name}`);
      await settle(question, () => question.fail(new Error(`${name} broke`)));
    },
    /** With a healthy acceptor, scanner, reader and printer, on the idle screen. */
    open: async () => {
      const question = pending('start');
      if (question) await settle(question, () => question.answer(ok({ recovered: [] })));
      for (const role of ['card-reader', 'cash-acceptor', 'receipt-printer', 'barcode-reader'] as const) {
        session.send({ type: 'device', report: { role, state: 'ok' } });
      }
    },
  };
}

export type TestFlows = ReturnType<typeof startFlows>;

/** Lets answered promises reach the machines. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
}

export async function toMethod(flows: TestFlows): Promise<void> {
  await flows.open();
  flows.session.send({ type: 'card', uid: '04A1B2C3' });
  await flows.answer('openSession', ok(household));
  flows.session.send({ type: 'pay' });
}

export async function toCash(flows: TestFlows): Promise<void> {
  await toMethod(flows);
  flows.session.send({ type: 'choose-method', method: 'cash' });
  const result: Result<PaymentOrder> = ok(order('PENDING', 'cash'));
  await flows.answer('openOrder', { orderId: ORDER_ID, result });
}
