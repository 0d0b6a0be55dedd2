import { idsFrom, type Random, randomFrom } from '../../../demo/random.ts';
import type { OpenBillToMatch } from '../matching/amount-plan.ts';
import type { TransferToMatch } from '../matching/transfer-facts.ts';
import {
  account,
  digits,
  fullName,
  generateEstate,
  type GeneratedHousehold,
  type GeneratedPayer,
} from './generated-estate.ts';
import { type GeneratedRemark, remarkOf, traditional } from './generated-remarks.ts';

/** What a line is in truth. */
export interface Truth {
  /** Rooms whose bills it pays; empty: none, it must not be booked by itself. */
  readonly roomIds: readonly string[];
  /** What the remark gives away of them, without the bank's word on the account. */
  readonly names: GeneratedRemark['names'];
  readonly registeredPayer: boolean;
  readonly payer: GeneratedPayer;
  /** Paid twice: whichever of the two is booked is right, both are wrong. */
  readonly pair?: string;
  /** What a bank has kept of it; the owner sent that much more. */
  readonly keptFen: number;
}

export interface GeneratedMonth {
  readonly month: number;
  readonly published: readonly OpenBillToMatch[];
  readonly lines: readonly { readonly line: TransferToMatch; readonly truth: Truth }[];
}

export interface GeneratedSet {
  readonly households: readonly GeneratedHousehold[];
  /** One after the other: what bills a month's lines find open depends on what was paid before. */
  months(): Generator<GeneratedMonth>;
}

/** Half a year of transfers. @param households 8,000 make about 50,000 lines */
export function generateSet(seed: string, households: number, monthCount = 6): GeneratedSet {
  const estate = generateEstate(seed, households);
  return { households: estate, months: () => months(seed, estate, monthCount) };
}

/** What a household still owes, as its owner sees it. */
type Owed = Map<string, OpenBillToMatch[]>;

function* months(seed: string, estate: readonly GeneratedHousehold[], count: number): Generator<GeneratedMonth> {
  const random = randomFrom(`${seed} months`);
  const newId = idsFrom(random, 0);
  const owed: Owed = new Map(estate.map(({ roomId }) => [roomId, []]));
  for (let month = 1; month <= count; month += 1) {
    const published = estate.flatMap((household) => billsOf(random, newId, household, month));
    for (const bill of published) owed.get(bill.roomId)?.push(bill);
    const lines = [...payments(random, newId, estate, owed, month)];
    for (let left = Math.ceil(lines.length * 0.06); left > 0; left -= 1) {
      const household = estate[random.between(0, estate.length - 1)];
      if (household) lines.push(stranger(random, newId, household, month));
    }
    const shuffled = lines
      .map((line) => ({ line, at: random.between(0, 1_000_000) }))
      .toSorted((a, b) =>
        a.line.line.date === b.line.line.date ? a.at - b.at : a.line.line.date < b.line.line.date ? -1 : 1,
      )
      .map(({ line }) => line);
    yield { month, published, lines: shuffled };
  }
}

function billsOf(random: Random, newId: () => string, household: GeneratedHousehold, month: number): OpenBillToMatch[] {
  const dueDate = `2026-${String(month).padStart(2, '0')}-28`;
  const amounts = [household.propertyFen, household.parkingFen, random.chance(80) ? random.between(900, 9_000) : 0];
  return amounts
    .filter((amount) => amount > 0)
    .map((outstandingFen) => ({ billId: newId(), roomId: household.roomId, outstandingFen, dueDate }));
}

type Line = GeneratedMonth['lines'][number];

function* payments(
  random: Random,
  newId: () => string,
  estate: readonly GeneratedHousehold[],
  owed: Owed,
  month: number,
): Generator<Line> {
  const roomsOfPayer = Map.groupBy(estate, ({ payer }) => payer.account);
  const done = new Set<string>();
  for (const household of estate) {
    if (done.has(household.roomId)) continue;
    const dice = random.between(1, 1_000);
    // Some pay every other month, and then for both.
    if (dice <= 60) continue;
    const own = roomsOfPayer.get(household.payer.account) ?? [household];
    const together = own.length > 1 && own.length <= 4 && random.chance(60) ? own : [household];
    const rooms = together.filter(({ roomId }) => !done.has(roomId));
    for (const { roomId } of rooms) done.add(roomId);
    const open = rooms.flatMap(({ roomId }) => owed.get(roomId) ?? []);
    const owedFen = open.reduce((sum, bill) => sum + bill.outstandingFen, 0);
    if (owedFen === 0) continue;
    const say = (amountFen: number, day = random.between(1, 28), more: { keptFen?: number; pair?: string } = {}) =>
      payment(random, newId, rooms, { amountFen, month, day, ...more });
    if (rooms.length > 1 || dice <= 860) {
      settleAll(owed, rooms);
      yield say(owedFen);
    } else if (dice <= 900) {
      const [one] = open;
      if (!one) continue;
      settleOldest(owed, household, one.outstandingFen);
      yield say(one.outstandingFen);
    } else if (dice <= 925) {
      const half = random.between(Math.floor(owedFen / 4), Math.floor(owedFen / 2));
      const day = random.between(1, 25);
      settleAll(owed, rooms);
      yield say(half, day);
      yield say(owedFen - half, day + random.between(0, 3));
    } else if (dice <= 940) {
      const part = random.between(1, Math.max(1, Math.floor(owedFen / 10_000))) * 5_000;
      if (part >= owedFen) continue;
      settleOldest(owed, household, part);
      yield say(part);
    } else if (dice <= 965) {
      settleAll(owed, rooms);
      yield say(Math.ceil((owedFen + 1) / 1_000) * 1_000);
    } else if (dice <= 972) {
      // Paid, forgotten, and paid again.
      settleAll(owed, rooms);
      const day = random.between(1, 20);
      const pair = newId();
      yield say(owedFen, day, { pair });
      yield say(owedFen, day + random.between(1, 7), { pair });
    } else if (dice <= 980) {
      settleAll(owed, rooms);
      yield say(owedFen - 500, random.between(1, 28), { keptFen: 500 });
    } else {
      settleAll(owed, rooms);
      yield say(owedFen);
    }
  }
}

function settleAll(owed: Owed, rooms: readonly GeneratedHousehold[]): void {
  for (const { roomId } of rooms) owed.set(roomId, []);
}

function settleOldest(owed: Owed, { roomId }: GeneratedHousehold, amountFen: number): void {
  let rest = amountFen;
  const left: OpenBillToMatch[] = [];
  for (const bill of owed.get(roomId) ?? []) {
    const takes = Math.min(rest, bill.outstandingFen);
    rest -= takes;
    if (takes < bill.outstandingFen) left.push({ ...bill, outstandingFen: bill.outstandingFen - takes });
  }
  owed.set(roomId, left);
}

function payment(
  random: Random,
  newId: () => string,
  rooms: readonly GeneratedHousehold[],
  paid: {
    readonly amountFen: number;
    readonly month: number;
    readonly day: number;
    readonly keptFen?: number;
    readonly pair?: string;
  },
): Line {
  const [household] = rooms;
  if (!household) throw new Error('a payment is of a room');
  // Now and then somebody else of the family sends it.
  const payer: GeneratedPayer = random.chance(5)
    ? { name: fullName(random), account: account(random), phone: '' }
    : household.payer;
  const said = rooms.map((room) => remarkOf(random, room, paid.month));
  const remark =
    rooms.length > 1 && random.chance(50) ? said.map(({ text }) => text).join('、') : (said[0]?.text ?? '');
  const all = rooms.length > 1 && remark !== said[0]?.text;
  const names =
    rooms.length === 1 || (all && said.every((each) => each.names === 'room'))
      ? (said[0]?.names ?? 'nothing')
      : 'nothing';
  const bank = bankPrints(random, payer);
  return {
    line: { lineId: newId(), date: dateOf(paid.month, paid.day), amountFen: paid.amountFen, remark, ...bank },
    truth: {
      roomIds: rooms.map(({ roomId }) => roomId),
      names,
      registeredPayer:
        bank.counterpartyName === payer.name &&
        rooms.every((room) => room.registered.some(({ name }) => name === payer.name)),
      payer: { ...payer, account: bank.counterpartyAccount === payer.account ? payer.account : '' },
      keptFen: paid.keptFen ?? 0,
      ...(paid.pair !== undefined && { pair: paid.pair }),
    },
  };
}

/** Money that is no fee: deposits, goods, wrong transfers, namesakes of owners. Some name a room all the same. */
function stranger(random: Random, newId: () => string, household: GeneratedHousehold, month: number): Line {
  const [owner] = household.registered;
  const namesake = random.chance(25) && owner;
  const payer: GeneratedPayer = {
    name: namesake ? owner.name : random.chance(60) ? fullName(random) : `${digits(random, 2)}商贸有限公司`,
    account: account(random),
    phone: '',
  };
  const remark = random.pick([
    '货款',
    '往来款',
    `合同${household.building}-${household.unit}-${random.between(1, 99)}`,
    `${household.code}装修押金`,
    `${household.building}栋${household.unit}单元${household.room}装修保证金`,
    `发票${digits(random, 8)}`,
    `订单 ${digits(random, 4)}-${digits(random, 4)}`,
    '广告位租金 2026-05',
    `误转${household.room}`,
    '',
    '转账',
    `${random.between(100, 3_310)}`,
    '保险理赔',
    `摊位费 ${random.between(1, 9)}-${random.between(100, 999)}`,
  ]);
  // The amount may well be one that a bill asks for.
  const amountFen = random.chance(30) ? household.propertyFen : random.between(1, 500) * 1_000;
  return {
    line: {
      lineId: newId(),
      date: dateOf(month, random.between(1, 28)),
      amountFen,
      remark,
      ...bankPrints(random, payer),
    },
    truth: { roomIds: [], names: 'nothing', registeredPayer: false, payer: { ...payer, account: '' }, keptFen: 0 },
  };
}

/** Banks hide parts, leave things out, and print traditional letters or letters of the alphabet. */
function bankPrints(random: Random, payer: GeneratedPayer) {
  let name = payer.name;
  let number = payer.account;
  const dice = random.between(1, 1_000);
  if (dice <= 30) name = '';
  else if (dice <= 70) name = traditional(name);
  else if (dice <= 110) name = `${name[0] ?? ''}*${name.slice(2)}`;
  else if (dice <= 130) name = `${name}(6222)`;
  const how = random.between(1, 1_000);
  if (how <= 40) number = '';
  else if (how <= 190) number = `${number.slice(0, 4)}****${number.slice(-4)}`;
  return { counterpartyName: name, counterpartyAccount: number };
}

function dateOf(month: number, day: number): string {
  return `2026-${String(month).padStart(2, '0')}-${String(Math.min(day, 28)).padStart(2, '0')}`;
}
