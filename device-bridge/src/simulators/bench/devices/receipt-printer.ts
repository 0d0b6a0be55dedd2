import { z } from 'zod';
import { BYTE_FAULTS, KNIFE_FAULTS, LINE_FAULTS, REPLY_FAULTS } from '../../printer/faults.ts';
import { action, bad, benchDevice, fact, faultFacts, Nothing, Times } from '../device.ts';

export const receiptPrinter = benchDevice({
  role: 'receipt-printer',
  stateName: 'printer',
  group: 'paper',
  panel: 'receipt',
  faults: z.discriminatedUnion('fault', [
    z.strictObject({ fault: z.enum(LINE_FAULTS), atLine: z.number().int().min(1).default(1) }),
    z.strictObject({ fault: z.enum(KNIFE_FAULTS) }),
    z.strictObject({ fault: z.enum(BYTE_FAULTS), atByte: z.number().int().min(1).max(100_000) }),
    z.strictObject({ fault: z.enum(REPLY_FAULTS), times: Times }),
  ]),
  actions: {
    'open-printer-cover': action(Nothing, ({ printer }) => printer.openCover()),
    'close-printer-cover': action(Nothing, ({ printer }) => printer.closeCover()),
    'remove-paper': action(Nothing, ({ printer }) => printer.removePaper()),
    'load-paper': action(Nothing, ({ printer }) => printer.loadPaper()),
    'paper-low': action(Nothing, ({ printer }) => printer.paperLow()),
  },
  hands: ({ printer, printerSocket }) => ({
    unplug: () => printerSocket.unplug(),
    replug: () => printerSocket.replug(),
    powerCycle: () => {
      printer.powerOff();
      printer.powerOn();
    },
    setFault: (fault) => printer.setFault(fault),
    clearFaults: () => {
      printer.setFault(undefined);
      printer.powerOn();
    },
    state: () => ({ ...printer.state(), plugged: printerSocket.plugged() }),
  }),
  isConnected: ({ connected }) => connected,
  keys: () => [
    { word: 'open-cover', action: 'open-printer-cover', while: { cover: ['closed'] } },
    { word: 'close-cover', action: 'close-printer-cover', while: { cover: ['open'] } },
    { word: 'remove-paper', action: 'remove-paper', while: { paper: ['full', 'low'] } },
    { word: 'load-paper', action: 'load-paper', while: { paper: ['low', 'out'] } },
    { word: 'paper-low', action: 'paper-low', while: { paper: ['full'] } },
  ],
  facts: ({ power, paper, cover, cutterError, fault }) => [
    ...(power ? [] : [bad('no-power')]),
    paper === 'out' ? bad('paper-out') : fact(`paper-${paper}`),
    ...(cover === 'open' ? [bad('cover-open')] : []),
    ...(cutterError ? [bad('cutter-jammed')] : []),
    ...(fault === undefined ? [] : faultFacts([fault])),
  ],
});
