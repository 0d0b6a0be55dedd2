import { z } from 'zod';
import { CABINET_FAULTS } from '../../cabinet/line-faults.ts';
import { action, bad, benchDevice, type BenchKey, fact, faultFacts, Times } from '../device.ts';

const SUPPLIES = ['mains', 'battery', 'low'] as const;

export const ups = benchDevice({
  role: 'ups',
  stateName: 'ups',
  group: 'around',
  faults: z.strictObject({ kind: z.enum(CABINET_FAULTS), times: Times }),
  actions: {
    'supply-from': action(z.strictObject({ supply: z.enum(SUPPLIES) }), ({ cabinet }, { supply }) =>
      cabinet.ups.supplyFrom(supply),
    ),
  },
  hands: ({ cabinet: desk }) => ({
    unplug: () => desk.unplug('ups'),
    replug: () => desk.replug('ups'),
    setFault: ({ kind, times }) => desk.setFault('ups', kind, times),
    clearFaults: () => desk.clearFaults('ups'),
    state: () => desk.state().ups,
  }),
  isConnected: ({ connected }) => connected,
  keys: () =>
    SUPPLIES.map((supply): BenchKey => ({ word: `supply-${supply}`, action: 'supply-from', body: { supply } })),
  facts: ({ supply, faults }) => [supply === 'mains' ? fact('on-mains') : bad(`on-${supply}`), ...faultFacts(faults)],
});
