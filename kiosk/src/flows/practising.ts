import { sessionSetup } from './session-setup.ts';

/** A machine of its own with invented data; a real card ends it at once. */
export const practiceStates = {
  practising: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    invoke: { id: 'practice', src: 'practice', onDone: 'idle', onError: 'idle' },
    on: {
      pretend: { actions: 'tellPractice' },
      pay: { actions: 'tellPractice' },
      'show-bill': { actions: 'tellPractice' },
      'dispute-bill': { actions: 'tellPractice' },
      'choose-method': { actions: 'tellPractice' },
      'other-method': { actions: 'tellPractice' },
      back: { actions: 'tellPractice' },
      cancel: { actions: 'tellPractice' },
      finish: { actions: 'tellPractice' },
      card: { target: 'identifying', actions: 'takeCard' },
      'owner-gone': 'idle',
    },
  }),
};
