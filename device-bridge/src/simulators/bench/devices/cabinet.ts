import { z } from 'zod';
import { CABINET_FAULTS } from '../../cabinet/line-faults.ts';
import { action, bad, benchDevice, fact, faultFacts, Nothing, Times } from '../device.ts';

const HOT_C = 68;

export const cabinet = benchDevice({
  role: 'cabinet',
  stateName: 'cabinet',
  group: 'around',
  faults: z.strictObject({ kind: z.enum(CABINET_FAULTS), times: Times }),
  actions: {
    'open-door': action(Nothing, ({ cabinet: { board } }) => board.openDoor()),
    'close-door': action(Nothing, ({ cabinet: { board } }) => board.closeDoor()),
    tamper: action(z.strictObject({ tampered: z.boolean().default(true) }), ({ cabinet: { board } }, { tampered }) =>
      board.tamper(tampered),
    ),
    warm: action(
      z.strictObject({ celsius: z.number().min(-40).max(120).optional() }),
      ({ cabinet: { board } }, { celsius }) => board.warmTo(celsius),
    ),
  },
  hands: ({ cabinet: desk }) => ({
    unplug: () => desk.unplug('cabinet'),
    replug: () => desk.replug('cabinet'),
    setFault: ({ kind, times }) => desk.setFault('cabinet', kind, times),
    clearFaults: () => desk.clearFaults('cabinet'),
    state: () => desk.state().cabinet,
  }),
  isConnected: ({ connected }) => connected,
  keys: () => [
    { word: 'open-door', action: 'open-door', look: 'main', while: { door: ['closed'] } },
    { word: 'close-door', action: 'close-door', look: 'main', while: { door: ['open'] } },
    { word: 'tamper', action: 'tamper', body: { tampered: true }, while: { tampered: [false] } },
    { word: 'tamper-ends', action: 'tamper', body: { tampered: false }, while: { tampered: [true] } },
    { word: 'heat', action: 'warm', body: { celsius: HOT_C } },
    { word: 'cool', action: 'warm' },
  ],
  facts: ({ door, tampered, temperatureC, relays, faults }) => [
    door === 'open' ? bad('door-open') : fact('door-closed'),
    ...(tampered ? [bad('tampered')] : []),
    fact('temperature', { celsius: temperatureC }),
    relays.length === 0 ? fact('no-lamps') : fact('lamps', { lamps: relays.map((relay) => relay + 1).join(' ') }),
    ...faultFacts(faults),
  ],
});
