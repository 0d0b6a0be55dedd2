/** What stands on the picture of a failure, and the beginnings of the codes it belongs to. */
const BEGINNINGS = {
  card: '1',
  'card-flat': '1005 1016 1019 1020',
  'card-off': '1002 1003 3001',
  clock: '1007 1008 1014 2003 3109 4005 9003 9004',
  phone: '1009 1010 1012 1013 2101 2107 33',
  'phone-late': '1011 1017 2104 2106',
  scan: '2105 3302',
  bill: '103 2 6 7 8',
  settled: '2001 2002',
  books: '2103 2112 2116 22 2509 2907 5005',
  box: '2301 2302 2303 2601 2602 3104 3105',
  change: '2325 312',
  car: '286',
  slot: '3101 3108 3121',
  jam: '3103 3106',
  'note-back': '3102 3107',
  printer: '32 3509',
  bank: '35',
  terminal: '3501 3503',
  'hold-card': '3505',
  pin: '3504',
  door: '3602 3603',
  line: '2102 2866 3702 3703 4002 4003 4006 5001 5006 5007',
  resting: '36 37 39 4 50 9',
} as const;

export type TroubleKind = keyof typeof BEGINNINGS;

export const TROUBLE_KINDS = Object.keys(BEGINNINGS) as readonly TroubleKind[];

const BY_BEGINNING = new Map(
  TROUBLE_KINDS.flatMap((kind) => BEGINNINGS[kind].split(' ').map((beginning) => [beginning, kind] as const)),
);

/** The longest beginning of the code's digits counts. */
export function troubleKind(code: string): TroubleKind | undefined {
  for (let digits = code.slice(3); digits !== ''; digits = digits.slice(0, -1)) {
    const kind = BY_BEGINNING.get(digits);
    if (kind) return kind;
  }
  return undefined;
}
