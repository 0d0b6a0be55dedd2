/** Words for what the bridge names; a device that has none yet is shown by its own name. */
export const DEVICE_NAMES = {
  'card-reader': 'deviceName.card',
  'cash-acceptor': 'deviceName.cash',
  'receipt-printer': 'deviceName.printer',
  'barcode-reader': 'deviceName.scanner',
  cabinet: 'deviceName.cabinet',
  ups: 'deviceName.ups',
} as const;

export const DEVICE_STATES = {
  ok: 'deviceState.ok',
  attention: 'deviceState.attention',
  failed: 'deviceState.failed',
  absent: 'deviceState.absent',
} as const;

export const DEVICE_TESTS = {
  card: { key: 'deviceTest.card', doing: 'deviceTest.cardDoing' },
  note: { key: 'deviceTest.note', doing: 'deviceTest.noteDoing' },
  page: { key: 'deviceTest.page', doing: 'deviceTest.pageDoing' },
  code: { key: 'deviceTest.code', doing: 'deviceTest.codeDoing' },
  lights: { key: 'deviceTest.lights', doing: 'deviceTest.lightsDoing' },
} as const;

export const RECOVERY = {
  retry: 'maintenance.retry',
  'soft-reset': 'maintenance.softReset',
  reopen: 'maintenance.reopen',
  'power-cycle': 'maintenance.powerCycle',
  'out-of-service': 'maintenance.givenUp',
} as const;

export function wordOf<Words extends Readonly<Record<string, string>>>(
  words: Words,
  name: string,
): Words[keyof Words] | undefined {
  return Object.hasOwn(words, name) ? (words[name] as Words[keyof Words]) : undefined;
}
