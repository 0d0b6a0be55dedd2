import { sessionSetup } from './session-setup.ts';

/** Technicians are at work: no card, slip or note of an owner means anything until they leave. */
export const maintenanceStates = {
  maintaining: sessionSetup.createStateConfig({
    entry: ['forgetOwner', 'mayLeave'],
    exit: 'mustStay',
    invoke: { id: 'maintenance', src: 'maintenance', onDone: 'idle', onError: 'idle' },
    on: {
      'press-digit': { actions: 'tellMaintenance' },
      'erase-digit': { actions: 'tellMaintenance' },
      'accept-typed': { actions: 'tellMaintenance' },
      'look-at-device': { actions: 'tellMaintenance' },
      'test-device': { actions: 'tellMaintenance' },
      'show-trace': { actions: 'tellMaintenance' },
      back: { actions: 'tellMaintenance' },
      cancel: { actions: 'tellMaintenance' },
      'owner-gone': 'idle',
    },
  }),
};
