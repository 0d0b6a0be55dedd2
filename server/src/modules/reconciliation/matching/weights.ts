/**
 * What each observation about a transfer and a household is worth, in log-odds; the score is the logistic of their sum.
 * One table: who tunes the matching changes numbers here and reads what becomes of it in the benchmark `reconcile`.
 * Names are the reasons staff see.
 */
export const WEIGHTS = {
  /** Before anything is seen. */
  base: -5,
  /** A number of ours stands in the remark: a payment order or a bill. */
  'own-reference': 6,
  /** Building, unit and room stand in the remark. */
  'room-code': 5.5,
  /** The unit is missing, and only one room can be meant. */
  'room-code-without-unit': 5,
  /** Only the number on the door, which several buildings have. */
  'room-number': 2.6,
  /** All three run together, `812602`: it may be another number. */
  'room-code-run-together': 3.6,
  /** One digit away from what was written. */
  'room-code-slip': 1,
  /** This account paid for this room before, and for no other. */
  'account-known': 5.6,
  /** This account paid for this room and others. */
  'account-known-shared': 3.2,
  /** Full telephone number of somebody of the household. */
  phone: 5.5,
  'phone-suffix': 1.6,
  /** Payer is an owner, relative or tenant; nobody of another room has the name. */
  'name-exact': 3,
  /** The same, but others have the name too. */
  'name-exact-shared': 1.8,
  'name-sound': 2,
  'name-sound-shared': 1,
  'name-masked': 0.8,
  /** The remark names somebody of the household. */
  'name-in-remark': 2.4,
  /** Payer has the family name of somebody of the household. */
  surname: 0.6,
  /** Payer has the name of somebody of another household: that room is a candidate too, and the margin decides. */
  'name-of-another-room': -0.1,
  'amount-total': 2.6,
  'amount-period': 2.6,
  'amount-bill': 2.5,
  'amount-subset': 1.4,
  'amount-less-fee': 1.8,
  /** Together with other transfers of these days exactly what is open. */
  'amount-split': 2.5,
  'amount-partial': 0,
  /** A little more than is open, as people round up. */
  'amount-over': -0.5,
  /** Much more than is open: it is meant for other rooms too, or for something else. */
  'amount-far-over': -5,
  'amount-nothing-open': -3,
  'date-near-due': 0.3,
  /** The remark speaks of a deposit, rent or goods: money that no bill asks for. */
  'other-purpose': -4,
} as const satisfies Readonly<Record<string, number>>;

export type Reason = Exclude<keyof typeof WEIGHTS, 'base'>;

/** What names the room or the payer by itself. Without one of these no transfer is booked by the machine. */
export const EVIDENCE: ReadonlySet<Reason> = new Set<Reason>([
  'own-reference',
  'room-code',
  'room-code-without-unit',
  'room-number',
  'room-code-run-together',
  'account-known',
  'account-known-shared',
  'phone',
]);

/** From this score on, and this far before the next household, no person need be asked. */
export const AUTO_SCORE = 0.95;
export const AUTO_MARGIN = 0.2;
/** From this score on a match is worth suggesting. */
export const SUGGEST_SCORE = 0.6;
/** Two candidates nearer than this are twins: no person is helped by naming one of them first. */
export const TWIN_MARGIN = 0.03;

export function scoreOf(reasons: Iterable<Reason>): number {
  let sum: number = WEIGHTS.base;
  for (const reason of reasons) sum += WEIGHTS[reason];
  return 1 / (1 + Math.exp(-sum));
}
