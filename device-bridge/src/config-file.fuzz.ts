import { parseConfig } from './config-file.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { strangeJson } from '@louting/common/fuzz/strange-json';

const line = { type: 'tcp', port: 7_000 };
const serial = { type: 'serial', path: '/dev/ttyUSB0' };

const configWith = (data: Uint8Array): object => ({
  stateDir: Buffer.from(data).toString('hex'),
  port: 5_846,
  allowedOrigins: ['http://127.0.0.1:7310'],
  devices: {
    cardReaders: [{ driver: 'pcsc' }, { driver: 'tcp-card-reader', service: 'Second', transport: line }],
    cashAcceptors: [
      {
        driver: 'ccnet',
        transport: serial,
        relay: { driver: 'lcus', transport: serial },
        coins: { driver: 'cctalk', transport: serial },
      },
    ],
    changeDispensers: [{ driver: 'cctalk', transport: serial, hoppers: [{ address: 3, denominationFen: 100 }] }],
    printers: [{ driver: 'escpos', transport: { type: 'usb-printer', path: '/dev/usb/lp0' } }],
    barcodeReaders: [{ driver: 'line-scanner', transport: serial }],
  },
});
const text = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'bridge configuration',
    open: () => ({
      push: (bytes) => {
        const read = parseConfig('bridge.json', Buffer.from(bytes).toString('utf8'));
        if ('config' in read) return [read.config];
        // Whoever installs the kiosk reads it on one line of a log.
        if (!/^bridge\.json(?:: .+| is not JSON[\w ()]*)$/.test(read.problem))
          throw new Error(`no sentence: ${read.problem}`);
        return [];
      },
    }),
    message: (data) => text(configWith(data)),
    strange: (data) => text(strangeJson(configWith(data), data)),
    longestData: 12,
    longestMessage: 1,
    isNeverCut: true,
  },
];
