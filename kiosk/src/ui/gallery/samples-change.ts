import type { Sample } from './sample.ts';

const DUE = { dueFen: 28_640, insertedFen: 20_000 } as const;

/** Coins put in, change offered, change on its way. */
export const CHANGE_SAMPLES: readonly Sample[] = [
  {
    name: 'cash-overpay-change',
    screen: { screen: 'cash-overpay', ...DUE, noteFen: 10_000, excessFen: 1_360, canGiveChange: true },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-coins',
    screen: {
      screen: 'cash',
      purpose: 'bills',
      bookedLater: false,
      givesChange: true,
      ...DUE,
      insertedFen: 20_160,
      remainingFen: 8_480,
      notes: [
        { noteId: 'n1', denominationFen: 20_000 },
        { noteId: 'c1', denominationFen: 100 },
        { noteId: 'c2', denominationFen: 50 },
        { noteId: 'c3', denominationFen: 10 },
      ],
      acceptor: 'ready',
    },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-paying-change',
    screen: {
      screen: 'cash',
      purpose: 'bills',
      bookedLater: false,
      givesChange: true,
      dueFen: 28_640,
      insertedFen: 30_000,
      remainingFen: 0,
      notes: [{ noteId: 'n1', denominationFen: 10_000 }],
      acceptor: 'paying-change',
    },
    frame: { canGoBack: false, canCancel: false },
  },
];
