import { z } from 'zod';
import { FILLING } from '../../filling.ts';
import { STORE_FAULTS } from '../../ssp/payout-twin.ts';
import { WIRE_FAULTS } from '../../validator/wire-faults.ts';
import { action, benchDevice, type BenchKey, fact, faultFacts, Times } from '../device.ts';

export const smartHopper = benchDevice({
  role: 'smart-hopper',
  stateName: 'smartHopper',
  group: 'cash',
  faults: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(STORE_FAULTS) }),
    z.strictObject({ kind: z.enum(WIRE_FAULTS), times: Times }),
  ]),
  actions: {
    'fill-smart-hopper': action(
      z.strictObject({
        fen: z.number().int().positive(),
        counted: z.number().int().min(0).max(2_000),
        /** What really lies in it, where somebody counted wrong. */
        left: z.number().int().min(0).max(2_000).optional(),
      }),
      ({ smartHopper: twin }, { fen, counted, left }) => {
        if (!twin) throw new RangeError('no smart-hopper is fitted');
        return twin.fill(fen, counted, left);
      },
    ),
  },
  hands: ({ smartHopper: twin }) => twin,
  isConnected: ({ connected }) => connected,
  keys: ({ store }) =>
    store.flatMap(({ denominationFen: fen }): readonly BenchKey[] => [
      { word: 'empty', action: 'fill-smart-hopper', body: { fen, counted: 0 }, look: 'seldom' },
      { word: 'fill', action: 'fill-smart-hopper', body: { fen, counted: FILLING }, look: 'seldom' },
    ]),
  facts: ({ paying, store, paidFen, faults }) => [
    ...(paying ? [fact('paying')] : []),
    ...store.map(({ denominationFen: fen, left: count }) => fact('left-in-hopper', { fen, count })),
    fact('paid-out', { fen: paidFen }),
    ...faultFacts(faults),
  ],
});
