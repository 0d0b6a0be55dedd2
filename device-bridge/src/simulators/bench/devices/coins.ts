import { z } from 'zod';
import { FILLING } from '../../filling.ts';
import { WIRE_FAULTS } from '../../validator/wire-faults.ts';
import { action, bad, benchDevice, type BenchKey, fact, faultFacts, Times } from '../device.ts';

const COINS = [100, 50, 10] as const;
const Coin = z.literal(COINS);

export const coins = benchDevice({
  role: 'coins',
  stateName: 'coins',
  group: 'cash',
  faults: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('jam'), denominationFen: Coin.optional() }),
    z.strictObject({ kind: z.enum(WIRE_FAULTS), times: Times }),
  ]),
  actions: {
    'insert-coin': action(
      z.strictObject({ fen: Coin, counterfeit: z.boolean().default(false) }),
      ({ coins: bus }, { fen, counterfeit }) => bus.insertCoin(fen, { counterfeit }),
    ),
    'fill-hopper': action(
      z.strictObject({ fen: Coin, coins: z.number().int().min(0).max(2_000) }),
      ({ coins: bus }, { fen, coins: filled }) => bus.fillHopper(fen, filled),
    ),
  },
  hands: ({ coins: bus }) => bus,
  isConnected: ({ connected }) => connected,
  keys: ({ hoppers }) => [
    ...COINS.map((fen): BenchKey => ({
      word: 'insert-coin',
      action: 'insert-coin',
      body: { fen },
      look: 'main',
      options: ['counterfeit'],
    })),
    ...hoppers.flatMap(({ denominationFen: fen }): readonly BenchKey[] => [
      { word: 'empty', action: 'fill-hopper', body: { fen, coins: 0 }, look: 'seldom' },
      { word: 'fill', action: 'fill-hopper', body: { fen, coins: FILLING }, look: 'seldom' },
    ]),
  ],
  facts: ({ accepting, box, hoppers, paidFen, faults }) => [
    accepting ? fact('takes-coins') : fact('takes-no-coins'),
    fact('coin-box', { fen: box.totalFen }),
    ...hoppers.map(({ denominationFen: fen, coins: count, jammed }) =>
      jammed || count === 0 ? bad('left-in-hopper', { fen, count }) : fact('left-in-hopper', { fen, count }),
    ),
    fact('paid-out', { fen: paidFen }),
    ...faultFacts(faults.map((fault) => fault.replace(/ \d+$/, ''))),
  ],
});
