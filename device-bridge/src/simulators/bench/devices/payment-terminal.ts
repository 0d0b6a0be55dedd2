import { z } from 'zod';
import { BANK_ANSWERS, TERMINAL_FAULTS } from '../../bank-terminal/terminal.ts';
import { action, bad, benchDevice, type BenchKey, fact, faultFacts, Nothing } from '../device.ts';

export const paymentTerminal = benchDevice({
  role: 'payment-terminal',
  stateName: 'bankTerminal',
  group: 'around',
  faults: z.enum(TERMINAL_FAULTS),
  actions: {
    /** A bank card held to the terminal, and what its bank says; with nothing to pay it waits there. */
    'hold-bank-card': action(
      z.strictObject({ answer: z.enum(BANK_ANSWERS).default('approve') }),
      ({ bankTerminal }, { answer }) => bankTerminal.hold(answer),
    ),
    'take-bank-card': action(Nothing, ({ bankTerminal }) => bankTerminal.takeCard()),
    /** The red key. False: too late for it. */
    'cancel-at-bank-terminal': action(Nothing, ({ bankTerminal }) => bankTerminal.cancel()),
  },
  hands: ({ bankTerminal, bankTerminalSocket }) => ({
    unplug: () => bankTerminalSocket.unplug(),
    replug: () => bankTerminalSocket.replug(),
    powerCycle: () => bankTerminal.powerCycle(),
    setFault: (fault) => bankTerminal.setFault(fault),
    clearFaults: () => bankTerminal.setFault(undefined),
    state: () => ({ ...bankTerminal.state(), plugged: bankTerminalSocket.plugged() }),
  }),
  isConnected: ({ connected }) => connected,
  keys: () => [
    ...BANK_ANSWERS.map((answer): BenchKey => ({
      word: `bank-${answer}`,
      action: 'hold-bank-card',
      body: { answer },
      look: 'main',
    })),
    { word: 'bank-cancel', action: 'cancel-at-bank-terminal' },
    { word: 'take-bank-card', action: 'take-bank-card' },
  ],
  facts: ({ powered, stage, takenFen, payments, fault }) => {
    const last = payments.at(-1)?.state;
    return [
      ...(powered ? [] : [bad('no-power')]),
      fact(`terminal-${stage}`),
      fact('taken-by-card', { fen: takenFen }),
      ...(last === undefined ? [] : [fact(`last-${last}`)]),
      ...(fault === null ? [] : faultFacts([fault])),
    ];
  },
});
