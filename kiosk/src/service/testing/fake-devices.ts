import type { FailureCode } from '@louting/common/failure-codes';
import { fen, ZERO_FEN, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { DeviceReport, DeviceRole } from '@louting/server/contract/kiosk-api';
import type {
  CashInStatus,
  DevicePort,
  KioskDevices,
  OrphanNote,
  PrintDocument,
  TakenItem,
  OpenedCard,
} from '../devices/device-ports.ts';
import { fakeCardTerminal, type FakeCardTerminal } from './fake-card-terminal.ts';

/** Devices in memory that keep their power, notes and paper while a kiosk service dies and comes back. */
export interface FakeDevices {
  readonly ports: KioskDevices;
  tap(uid: string): void;
  /** Puts a note into the enabled acceptor; waits until it is enabled. */
  insert(denominationFen: number): Promise<void>;
  refuseNote(): void;
  scan(text: string): Promise<void>;
  /** What the acceptor really did, whoever was told. */
  readonly notes: Map<string, CashInStatus>;
  /** Notes the acceptor stacked with nobody at the kiosk. */
  readonly orphans: OrphanNote[];
  /** The change unit: what it can pay, what it paid by the ids of the payouts. */
  readonly change: {
    hasFen: number;
    readonly paid: Map<string, Fen>;
    paysAtMostFen: number | undefined;
    loseNextAnswer: boolean;
  };
  readonly printed: { readonly jobId: string; readonly document: PrintDocument }[];
  openedCard: Result<OpenedCard>;
  relayed: Result<string[]>;
  /** While down every command fails with LT-3903 and nothing is told. */
  bridgeDown: boolean;
  /** The next stack is done, but nobody is told. */
  loseNextStackAnswer: boolean;
  /** The next stack leaves the device not knowing. */
  forgetNextNote: boolean;
  printerFailure: FailureCode | undefined;
  readonly cardTerminal: FakeCardTerminal;
  report(report: DeviceReport): void;
}

type Settle<T> = (result: Result<T>) => void;

export function fakeDevices(): FakeDevices {
  const cardListeners = new Set<(card: Result<{ readonly uid: string }>) => void>();
  const refusalListeners = new Set<(refusal: { readonly code: 'LT-3102' | 'LT-3106' }) => void>();
  const waiting = new Set<() => void>();
  let enabled: { readonly noteId: string; readonly settle: Settle<TakenItem> } | undefined;
  let scanning: Settle<{ readonly text: string }> | undefined;

  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => waiting.add(resolve));
  };
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  const ports = new Map<DeviceRole, ReturnType<typeof fakePort>>();
  const port = (role: DeviceRole) => {
    const made = fakePort(role);
    ports.set(role, made);
    return made.port;
  };

  const cardTerminal = fakeCardTerminal(port('payment-terminal'));
  const state: FakeDevices = {
    cardTerminal,
    notes: new Map(),
    orphans: [],
    printed: [],
    change: { hasFen: 0, paid: new Map(), paysAtMostFen: undefined, loseNextAnswer: false },
    openedCard: failed('LT-3903'),
    relayed: failed('LT-1019'),
    bridgeDown: false,
    loseNextStackAnswer: false,
    forgetNextNote: false,
    printerFailure: undefined,
    tap: (uid) => {
      for (const listener of cardListeners) listener(ok({ uid }));
    },
    insert: async (denominationFen) => {
      await until(() => enabled !== undefined);
      const taking = enabled;
      if (!taking) return;
      enabled = undefined;
      state.notes.set(taking.noteId, { status: 'escrow', denominationFen: fen(denominationFen) });
      taking.settle(ok({ denominationFen: fen(denominationFen), isCoin: denominationFen < 100 }));
    },
    refuseNote: () => {
      for (const listener of refusalListeners) listener({ code: 'LT-3102' });
    },
    scan: async (text) => {
      await until(() => scanning !== undefined);
      const settle = scanning;
      scanning = undefined;
      settle?.(ok({ text }));
    },
    report: (report) => ports.get(report.role)?.change(report),
    ports: {
      cardReader: {
        ...port('card-reader'),
        onCard: (listener) => {
          cardListeners.add(listener);
          return () => cardListeners.delete(listener);
        },
        onCardRemoved: () => () => undefined,
      },
      communityCard: {
        open: () => Promise.resolve(state.openedCard),
        relay: () => Promise.resolve(state.relayed),
      },
      cashAcceptor: {
        ...port('cash-acceptor'),
        onRefused: (listener) => {
          refusalListeners.add(listener);
          return () => refusalListeners.delete(listener);
        },
        takeNote: (noteId, _limit, signal) =>
          new Promise((settle) => {
            if (state.bridgeDown) return settle(failed('LT-3903'));
            enabled = { noteId, settle };
            signal.addEventListener('abort', () => {
              if (enabled?.noteId === noteId) enabled = undefined;
              settle(failed('LT-3904'));
            });
            wake();
            return undefined;
          }),
        stack: async (noteId) => {
          const note = state.notes.get(noteId);
          if (state.bridgeDown) return failed('LT-3903');
          if (note?.status !== 'escrow') return failed('LT-3108');
          if (state.forgetNextNote) {
            state.forgetNextNote = false;
            state.notes.set(noteId, { status: 'unknown', denominationFen: note.denominationFen });
            return failed('LT-2302');
          }
          state.notes.set(noteId, { status: 'stacked', denominationFen: note.denominationFen });
          if (state.loseNextStackAnswer) {
            state.loseNextStackAnswer = false;
            return failed('LT-3903');
          }
          return ok({ denominationFen: note.denominationFen });
        },
        returnNote: async (noteId) => {
          if (state.bridgeDown) return failed('LT-3903');
          if (state.notes.get(noteId)?.status !== 'escrow') return failed('LT-3108');
          state.notes.set(noteId, { status: 'returned' });
          return ok();
        },
        orphans: async () => (state.bridgeDown ? failed('LT-3903') : ok([...state.orphans])),
        statusOf: async (noteId) =>
          state.bridgeDown ? failed('LT-3903') : ok(state.notes.get(noteId) ?? { status: 'none' }),
      },
      coinAcceptor: { ...port('coin-acceptor'), fitted: () => true, test: async () => ok() },
      change: {
        ...port('change-dispenser'),
        fitted: () => true,
        test: async () => (state.change.hasFen >= 100 ? ok() : failed('LT-3125')),
        canPay: async (amount) => !state.bridgeDown && state.change.hasFen >= amount,
        pay: async (changeId, amount) => {
          if (state.bridgeDown) return failed('LT-3903');
          const paidFen = fen(Math.min(amount, state.change.paysAtMostFen ?? amount));
          state.change.paid.set(changeId, paidFen);
          return state.change.loseNextAnswer ? failed('LT-3903') : ok();
        },
        statusOf: async (changeId) =>
          state.bridgeDown
            ? failed('LT-3903')
            : ok({ paidFen: state.change.paid.get(changeId) ?? ZERO_FEN, doubtFen: ZERO_FEN }),
      },
      printer: {
        ...port('receipt-printer'),
        print: async (jobId, document) => {
          if (state.printerFailure) return failed(state.printerFailure);
          state.printed.push({ jobId, document });
          return ok();
        },
        outcomeOf: async (jobId) => {
          if (state.bridgeDown) return 'unknown';
          return state.printed.some((job) => job.jobId === jobId) ? 'printed' : 'notPrinted';
        },
      },
      barcodeReader: {
        ...port('barcode-reader'),
        read: (_timeout, signal) =>
          new Promise((settle) => {
            scanning = settle;
            signal.addEventListener('abort', () => settle(failed('LT-3904')));
            wake();
          }),
      },
      cardTerminal: cardTerminal.port,
      cabinet: { ...port('cabinet'), fitted: () => true, light: () => undefined },
      ups: { ...port('ups'), fitted: () => true },
      close: async () => undefined,
    },
  };
  return state;
}

function fakePort(role: DeviceRole): { readonly port: DevicePort; change(report: DeviceReport): void } {
  let current: DeviceReport = { role, state: 'ok' };
  const listeners = new Set<(report: DeviceReport) => void>();
  return {
    port: {
      report: () => current,
      onReport: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    change: (report) => {
      current = report;
      for (const listener of listeners) listener(report);
    },
  };
}
