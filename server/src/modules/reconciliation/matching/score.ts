import type { AmountFit } from './amount-plan.ts';
import type { HouseholdIndex, IndexedHousehold } from './household-index.ts';
import { maskAllows } from './normalise.ts';
import { isSlipOf, runTogether } from './room-codes.ts';
import type { TransferFacts } from './transfer-facts.ts';
import type { Reason } from './weights.ts';

const NEAR_DUE_DAYS = 7;
const DAY_MS = 86_400_000;
const OTHER_PURPOSE =
  /押金|保证金|定金|订金|装修|货款|工程款|工资|房租|租金|借款|还款|报销|保险|彩礼|红包|退款|误汇|误转|错转/;
const AGENT = /经纪|中介|置业|公寓管理|租赁/;

/** What speaks for and against a transfer being of a household, the amount left aside. */
export function observe(facts: TransferFacts, household: IndexedHousehold, index: HouseholdIndex): Reason[] {
  const reasons = [codeReason(facts, household, index), accountReason(facts, household, index)];
  if (facts.line.referencedRoomId === household.roomId) reasons.push('own-reference');
  const { phones, phoneSuffixes } = facts.references;
  const phoneOf = household.names.flatMap(({ phone }) => phone ?? []);
  if (phones.some((phone) => phoneOf.includes(phone))) reasons.push('phone');
  else if (phoneSuffixes.some((suffix) => phoneOf.some((phone) => phone.endsWith(suffix))))
    reasons.push('phone-suffix');
  const inRemark = household.names.some(({ name }) => facts.namesInRemark.has(name));
  if (inRemark) reasons.push('name-in-remark');
  reasons.push(nameReason(facts, household, index, inRemark));
  if (household.openBills.some((bill) => daysApart(bill.dueDate, facts.line.date) <= NEAR_DUE_DAYS)) {
    reasons.push('date-near-due');
  }
  if (OTHER_PURPOSE.test(facts.text)) reasons.push('other-purpose');
  return reasons.filter((reason) => reason !== undefined);
}

const AMOUNT_REASONS = {
  total: 'amount-total',
  period: 'amount-period',
  bill: 'amount-bill',
  subset: 'amount-subset',
  'less-fee': 'amount-less-fee',
  partial: 'amount-partial',
  over: 'amount-over',
  'far-over': 'amount-far-over',
  'nothing-open': 'amount-nothing-open',
} as const satisfies Readonly<Record<AmountFit, Reason>>;

export function amountReason(fit: AmountFit): Reason {
  return AMOUNT_REASONS[fit];
}

function codeReason(facts: TransferFacts, household: IndexedHousehold, index: HouseholdIndex): Reason | undefined {
  const own = household.reference;
  if (!own) return facts.text.includes(household.code.toUpperCase()) ? 'room-code' : undefined;
  let best: Reason | undefined = facts.digitRuns.includes(runTogether(own)) ? 'room-code-run-together' : undefined;
  for (const written of facts.rooms) {
    const sameRoom = written.room === own.room;
    const sameBuilding = written.building === own.building;
    const sameUnit = written.unit === own.unit;
    if (sameRoom && sameBuilding && sameUnit) return 'room-code';
    if (sameRoom && sameBuilding && written.unit === undefined) {
      const meant = index.byBuildingAndRoom.get(`${written.building}-${written.room}`) ?? [];
      best = meant.length === 1 ? 'room-code-without-unit' : 'room-number';
    } else if (sameRoom && written.building === undefined) {
      best ??= 'room-number';
    } else if (written.building !== undefined && isSlip(written, own)) {
      best ??= 'room-code-slip';
    }
  }
  return best;
}

function isSlip(
  written: { readonly building: string | undefined; readonly unit: string | undefined; readonly room: string },
  own: { readonly building: string | undefined; readonly unit: string | undefined; readonly room: string },
): boolean {
  const unitFits = written.unit === undefined || written.unit === own.unit;
  if (written.building === own.building && unitFits) return isSlipOf(written.room, own.room);
  if (written.room !== own.room) return false;
  if (written.building === own.building) return true;
  return unitFits && isSlipOf(written.building ?? '', own.building ?? '');
}

function accountReason(facts: TransferFacts, household: IndexedHousehold, index: HouseholdIndex): Reason | undefined {
  if (facts.account === undefined || !household.accounts.includes(facts.account)) return undefined;
  // Agents pay for ever other rooms: that their account is known tells little of the next one.
  const alone = index.byAccount.get(facts.account)?.length === 1 && !AGENT.test(facts.name);
  return alone ? 'account-known' : 'account-known-shared';
}

function nameReason(
  facts: TransferFacts,
  household: IndexedHousehold,
  index: HouseholdIndex,
  inRemark: boolean,
): Reason | undefined {
  const { name, sounds, masked } = facts;
  if (name === '') return undefined;
  if (masked) return household.names.some((party) => maskAllows(name, party.name)) ? 'name-masked' : undefined;
  if (household.names.some((party) => party.name === name)) {
    return isAlone(index.byName.get(name), facts, household, index) ? 'name-exact' : 'name-exact-shared';
  }
  const heard = sounds.find((sound) => household.names.some((party) => party.sound === sound));
  if (heard !== undefined)
    return isAlone(index.bySound.get(heard), facts, household, index) ? 'name-sound' : 'name-sound-shared';
  // Who is named in the remark lets somebody else pay: then the payer says nothing against the room.
  if (inRemark) return undefined;
  if (index.byName.has(name)) return 'name-of-another-room';
  const [surname] = Array.from(name);
  return household.names.some((party) => surname !== undefined && party.name.startsWith(surname))
    ? 'surname'
    : undefined;
}

/** Nobody else has the name, or nobody else of the name lives behind a door with the number that was written. */
function isAlone(
  namesakes: readonly string[] = [],
  facts: TransferFacts,
  household: IndexedHousehold,
  index: HouseholdIndex,
): boolean {
  if (namesakes.length === 1) return true;
  const fits = (roomId: string) => {
    const number = index.households.get(roomId)?.reference?.room;
    return facts.rooms.some((written) => written.room === number);
  };
  return fits(household.roomId) && namesakes.filter(fits).length === 1;
}

function daysApart(one: string, other: string): number {
  return Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;
}
