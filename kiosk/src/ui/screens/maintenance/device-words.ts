/** Words for what the bridge names; a device that has none yet is shown by its own name. */
export const DEVICE_NAMES = {
  'card-reader': 'deviceName.card',
  'cash-acceptor': 'deviceName.cash',
  'coin-acceptor': 'deviceName.coins',
  'change-dispenser': 'deviceName.change',
  'receipt-printer': 'deviceName.printer',
  'barcode-reader': 'deviceName.scanner',
  'payment-terminal': 'deviceName.terminal',
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
  coins: { key: 'deviceTest.coins', doing: 'deviceTest.coinsDoing' },
  change: { key: 'deviceTest.change', doing: 'deviceTest.changeDoing' },
  page: { key: 'deviceTest.page', doing: 'deviceTest.pageDoing' },
  code: { key: 'deviceTest.code', doing: 'deviceTest.codeDoing' },
  terminal: { key: 'deviceTest.terminal', doing: 'deviceTest.terminalDoing' },
  lights: { key: 'deviceTest.lights', doing: 'deviceTest.lightsDoing' },
} as const;

export const READING_NAMES = {
  door: 'deviceReading.door',
  tamper: 'deviceReading.tamper',
  heat: 'deviceReading.heat',
  mains: 'deviceReading.mains',
  battery: 'deviceReading.battery',
} as const;

/** What a sensor says; a word that no cabinet of ours says is shown as it is. */
export const READINGS = {
  'door.closed': 'deviceReading.closed',
  'door.open': 'deviceReading.open',
  'tamper.off': 'deviceReading.untouched',
  'tamper.on': 'deviceReading.forced',
  'heat.off': 'deviceReading.cool',
  'heat.on': 'deviceReading.hot',
  'mains.powering': 'deviceReading.powered',
  'mains.noPower': 'deviceReading.noPower',
  'battery.full': 'deviceReading.full',
  'battery.operational': 'deviceReading.good',
  'battery.low': 'deviceReading.low',
  'battery.critical': 'deviceReading.critical',
  'battery.failure': 'deviceReading.worn',
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
