import type { Intent, Method, ScreenModel } from '@louting/kiosk/screens';
import type { TestCard } from '../support/test-cards.ts';
import type { CrashWorld } from './crash-world.ts';
import { lineCutter } from './line-cutter.ts';
import { visitUntilServed } from './owner.ts';

export const KILLED = ['kiosk', 'bridge', 'server'] as const;
type KilledProcess = (typeof KILLED)[number];

export interface Journey {
  readonly name: 'cash' | 'qr and invoice' | 'cash off line' | 'top-up and agreement' | 'bank card';
  /** Processes that lose their power; the notes of cash off line move as those of cash do. */
  readonly killed: readonly KilledProcess[];
  /** How many of its points the everyday run tries. */
  readonly sample: number;
  run(world: CrashWorld, card: TestCard): Promise<void>;
}

const NOTES_FEN = [10_000, 5_000, 2_000, 1_000, 500, 100];
/** So much that the kiosk asks whether it is meant. */
const TOP_UP_FEN = 1_500_000;

export const JOURNEYS: readonly Journey[] = [
  { name: 'cash', killed: KILLED, sample: 6, run: payCash },
  { name: 'qr and invoice', killed: KILLED, sample: 6, run: payAndAskForInvoice },
  { name: 'cash off line', killed: ['kiosk', 'server'], sample: 3, run: payCashOffLine },
  { name: 'top-up and agreement', killed: ['kiosk', 'server'], sample: 3, run: topUpAndAgree },
  { name: 'bank card', killed: ['kiosk', 'bridge'], sample: 2, run: payByCard },
];

async function payCash(world: CrashWorld, card: TestCard): Promise<void> {
  const notes = noteFeeder(world);
  await visitUntilServed(world, card, {
    isServed: () => world.books.outstandingOf(card.roomId) === 0,
    touch: async (model) => commonTouch(model, 'cash') ?? (await notes(model)),
  });
}

/** The line is lost when the owner chooses cash, and is back when they have left or the kiosk has started again. */
async function payCashOffLine(world: CrashWorld, card: TestCard): Promise<void> {
  const notes = noteFeeder(world);
  const line = lineCutter(world);
  await visitUntilServed(world, card, {
    isPatient: true,
    isServed: () => !line.isDown() && world.books.outstandingOf(card.roomId) === 0,
    meanwhile: (model) => line.mend(model),
    touch: async (model) => {
      if (model.screen === 'method') await line.cutOnce();
      return commonTouch(model, 'cash') ?? (await notes(model));
    },
  });
}

async function payAndAskForInvoice(world: CrashWorld, card: TestCard): Promise<void> {
  const scan = codeScanner(world);
  let isPromised = false;
  await visitUntilServed(world, card, {
    isServed: () => world.books.outstandingOf(card.roomId) === 0,
    touch: async (model) => {
      if (model.screen === 'success' && model.canAskInvoice && model.receipt.state !== 'printing' && !isPromised) {
        return { intent: 'ask-invoice' };
      }
      if (model.screen === 'invoice') {
        isPromised ||= model.stage === 'issuing' || model.stage === 'issued' || ('kept' in model && model.kept);
        return invoiceTouch(model);
      }
      return commonTouch(model, 'wechat-qr') ?? (await scan(model));
    },
  });
  const asked = world.books.invoicesOf(card.roomId);
  if (asked > 1) throw new Error(`${asked} invoices for one payment`);
  if (isPromised && asked === 0) throw new Error('an invoice was promised and never asked for');
}

function invoiceTouch(model: ScreenModel & { screen: 'invoice' }): Intent | undefined {
  switch (model.stage) {
    case 'offer':
      return { intent: 'invoice-personal' };
    case 'issuing':
    case 'issued':
      if (model.slip === 'none') return { intent: 'print-slip' };
      return model.slip === 'printing' ? undefined : { intent: 'finish' };
    case 'problem':
      return { intent: 'finish' };
    default:
      return undefined;
  }
}

async function topUpAndAgree(world: CrashWorld, card: TestCard): Promise<void> {
  const scan = codeScanner(world);
  await visitUntilServed(world, card, {
    isPatient: true,
    isServed: () => world.books.paymentsOf(card.roomId).some((each) => each.toPrepaymentFen === TOP_UP_FEN),
    touch: async (model) => {
      if (model.screen === 'bills') return { intent: 'top-up' };
      if (model.screen === 'top-up') return { intent: 'choose-amount', amountFen: TOP_UP_FEN };
      return commonTouch(model, 'wechat-qr') ?? (await scan(model));
    },
  });
}

/** A card with too little on it first, then another: the bank pays once, whatever loses its power. */
async function payByCard(world: CrashWorld, card: TestCard): Promise<void> {
  const takenFen = async () => (await world.bench.state()).bankTerminal.takenFen;
  const before = await takenFen();
  let held = 0;
  await visitUntilServed(world, card, {
    isPatient: true,
    isServed: () => world.books.outstandingOf(card.roomId) === 0,
    touch: async (model) => {
      if (model.screen === 'failure' && model.canRetry) return { intent: 'retry' };
      if (model.screen !== 'bank-card') return commonTouch(model, 'bank-card');
      const { stage } = (await world.bench.state()).bankTerminal;
      if (model.stage !== 'present-card' || stage !== 'waiting-for-card') return undefined;
      await world.bench.act('hold-bank-card', { answer: held === 0 ? 'insufficient' : 'approve' });
      held += 1;
      return undefined;
    },
  });
  const taken = (await takenFen()) - before;
  if (taken !== card.owedFen) throw new Error(`the bank paid ${taken} fen of ${card.owedFen}`);
}

function commonTouch(model: ScreenModel, method: Method): Intent | undefined {
  switch (model.screen) {
    case 'identify':
    case 'card-problem':
    case 'nothing-owed':
      return { intent: 'cancel' };
    case 'bills':
      return { intent: 'pay' };
    case 'method':
      return model.choices.some((choice) => choice.method === method && choice.available)
        ? { intent: 'choose-method', method }
        : { intent: 'cancel' };
    case 'success':
      return model.receipt.state === 'printing' ? undefined : { intent: 'finish' };
    case 'booked-later':
      return model.slip === 'printing' ? undefined : { intent: 'finish' };
    case 'agreement':
      if (model.saving) return undefined;
      return model.question === 'auto-use'
        ? { intent: 'agree-auto-use', yes: false }
        : { intent: 'agree-duplicate', disposition: 'refund' };
    case 'confirm-payment':
      return { intent: 'confirm-payment' };
    case 'verifying':
    case 'failure':
      return { intent: 'finish' };
    default:
      return undefined;
  }
}

function noteFeeder(world: CrashWorld): (model: ScreenModel) => Promise<Intent | undefined> {
  let inserted = 0;
  return async (model) => {
    if (model.screen === 'cash-overpay') return { intent: 'accept-overpay' };
    if (model.screen === 'cash-stop') return { intent: 'continue-cash' };
    if (model.screen !== 'cash' || model.acceptor !== 'ready' || model.remainingFen <= 0) return undefined;
    const { cashAcceptor } = await world.bench.state();
    // A note the acceptor still holds was put there already.
    if (cashAcceptor.note !== undefined) return undefined;
    inserted += 1;
    await world.bench.insertNote(noteFor(model.remainingFen, inserted));
    return undefined;
  };
}

/** Large notes first; the last one may be more than what is still due, so that the consent is on the way too. */
function noteFor(remainingFen: number, count: number): number {
  const fitting = NOTES_FEN.find((note) => note <= remainingFen) ?? 100;
  return count >= 2 ? (NOTES_FEN.findLast((note) => note >= remainingFen) ?? fitting) : fitting;
}

/** Pays each code that the screen shows, once. */
function codeScanner(world: CrashWorld): (model: ScreenModel) => Promise<undefined> {
  const paid = new Set<string>();
  return async (model) => {
    if (model.screen !== 'qr' || !model.content || paid.has(model.content)) return undefined;
    paid.add(model.content);
    await world.wechat.scanAndPay(model.content);
    return undefined;
  };
}
