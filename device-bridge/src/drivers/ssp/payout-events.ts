/** What follows the code of a poll event, from protocol 6 on. */
type Shape =
  | 'nothing'
  | 'byte'
  /** n, then value(4, LE) country(3) each. */
  | 'paid'
  | 'paid and byte'
  /** n, then paid(4, LE) requested(4, LE) country(3) each. */
  | 'incomplete';

/** Poll events of a SMART Hopper and a SMART Payout, GA138. */
const EVENTS = {
  'slave-reset': [0xf1, 'nothing'],
  disabled: [0xe8, 'nothing'],
  initialising: [0xb6, 'nothing'],
  'channels-inhibited': [0xb5, 'nothing'],
  dispensing: [0xda, 'paid'],
  dispensed: [0xd2, 'paid'],
  halted: [0xd6, 'paid'],
  timeout: [0xd9, 'paid'],
  jammed: [0xd5, 'paid'],
  'incomplete-payout': [0xdc, 'incomplete'],
  'incomplete-float': [0xdd, 'incomplete'],
  'coins-low': [0xd3, 'nothing'],
  'coins-empty': [0xd4, 'nothing'],
  fraud: [0xe6, 'paid'],
  floating: [0xd7, 'paid'],
  floated: [0xd8, 'paid'],
  'paid-to-cashbox': [0xde, 'paid'],
  emptying: [0xc2, 'nothing'],
  emptied: [0xc3, 'nothing'],
  'smart-emptying': [0xb3, 'paid'],
  'smart-emptied': [0xb4, 'paid'],
  'coin-mech-error': [0xb7, 'byte'],
  'coin-mech-jammed': [0xc4, 'nothing'],
  'coin-mech-return': [0xc5, 'nothing'],
  'calibration-failed': [0x83, 'byte'],
  'jam-recovery': [0xb0, 'nothing'],
  'note-error': [0xb1, 'paid and byte'],
  'note-stored': [0xdb, 'nothing'],
  'note-to-stacker': [0xc9, 'paid'],
  'note-in-bezel': [0xce, 'paid'],
  'note-stacked-at-power-up': [0xca, 'paid'],
  'note-stored-at-power-up': [0xcb, 'paid'],
  'note-paid-at-power-up': [0xcd, 'paid'],
  'payout-out-of-service': [0xc6, 'nothing'],
  'safe-jam': [0xea, 'nothing'],
  'unsafe-jam': [0xe9, 'nothing'],
  'stacker-full': [0xe7, 'nothing'],
  'cashbox-removed': [0xe3, 'nothing'],
  'cashbox-replaced': [0xe4, 'nothing'],
} as const satisfies Record<string, readonly [number, Shape]>;

export type PayoutEventName = keyof typeof EVENTS;

export type PayoutEvent =
  | { readonly event: PayoutEventName; readonly paidFen: number; readonly requestedFen: number }
  /** The length of its data is not known, so nothing after it in the same reply can be read. */
  | { readonly event: 'unknown'; readonly code: number };

const BY_CODE = new Map<number, readonly [PayoutEventName, Shape]>(
  (Object.entries(EVENTS) as [PayoutEventName, readonly [number, Shape]][]).map(([name, [code, shape]]) => [
    code,
    [name, shape],
  ]),
);

const CURRENCY = 'CNY';

/** The events of a POLL answer, in the order they happened. Never throws; a cut event reads as unknown. */
export function parsePayoutPoll(reply: Uint8Array): readonly PayoutEvent[] {
  const data = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
  const events: PayoutEvent[] = [];
  for (let at = 1; at < data.length;) {
    const code = data.readUInt8(at);
    const [name, shape] = BY_CODE.get(code) ?? [];
    const size = shape && sizeOf(shape, data[at + 1] ?? 0);
    if (name === undefined || size === undefined || at + size > data.length) {
      events.push({ event: 'unknown', code });
      break;
    }
    events.push({ event: name, ...sums(shape, data.subarray(at + 1, at + size)) });
    at += size;
  }
  return events;
}

/** Code and data together. */
function sizeOf(shape: Shape, countries: number): number {
  if (shape === 'nothing') return 1;
  if (shape === 'byte') return 2;
  if (shape === 'incomplete') return 2 + 11 * countries;
  return 2 + 7 * countries + (shape === 'paid' ? 0 : 1);
}

/** Renminbi only: another currency in the same store is none of ours. */
function sums(shape: Shape | undefined, data: Buffer): { readonly paidFen: number; readonly requestedFen: number } {
  if (shape === undefined || shape === 'nothing' || shape === 'byte') return { paidFen: 0, requestedFen: 0 };
  const width = shape === 'incomplete' ? 11 : 7;
  let [paidFen, requestedFen] = [0, 0];
  for (let at = 1; at + width <= data.length; at += width) {
    if (data.toString('ascii', at + width - 3, at + width) !== CURRENCY) continue;
    paidFen += data.readUInt32LE(at);
    if (shape === 'incomplete') requestedFen += data.readUInt32LE(at + 4);
  }
  return { paidFen, requestedFen };
}
