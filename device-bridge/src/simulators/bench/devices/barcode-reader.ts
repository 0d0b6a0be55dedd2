import { z } from 'zod';
import { SCANNER_FAULTS } from '../../scanner/twin.ts';
import { action, benchDevice, fact, faultFacts, Times } from '../device.ts';
import { freshPayerCode } from '../payer-codes.ts';

export const barcodeReader = benchDevice({
  role: 'barcode-reader',
  stateName: 'scanner',
  group: 'cards',
  panel: 'payer-codes',
  faults: z.strictObject({ kind: z.enum(SCANNER_FAULTS), times: Times }),
  /** False: no host listens to the scanner. */
  actions: {
    'show-payer-code': action(z.strictObject({ code: z.string().min(1).max(200) }), ({ scanner }, { code }) =>
      scanner.show(code),
    ),
    'show-fresh-payer-code': action(
      z.strictObject({ index: z.number().int().min(0) }),
      async ({ scanner, payerCodes }, { index }) => scanner.show(await freshPayerCode(payerCodes, index)),
    ),
  },
  hands: ({ scanner, scannerSocket }) => ({
    unplug: () => scannerSocket.unplug(),
    replug: () => scannerSocket.replug(),
    setFault: ({ kind, times }) => scanner.setFault(kind, times),
    clearFaults: () => scanner.clearFaults(),
    state: () => ({ ...scanner.state(), plugged: scannerSocket.plugged() }),
  }),
  isConnected: ({ connected }) => connected,
  keys: () => [],
  facts: ({ codesShown, faults }) => [fact('codes-shown', { count: codesShown }), ...faultFacts(faults)],
});
