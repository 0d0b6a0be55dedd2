import { failed, ok } from '@louting/common/result';
import type { CardSaleOutcome, CardTerminalPort } from '../devices/card-terminal-port.ts';
import type { DevicePort } from '../devices/device-ports.ts';

/** A bank-card terminal in memory that remembers what it sold while a kiosk service dies and comes back. */
export interface FakeCardTerminal {
  readonly port: CardTerminalPort;
  /** What it did, whoever was told. */
  readonly sales: Map<string, CardSaleOutcome>;
  readonly reversed: string[];
  totalsAsked: number;
  /** What the next card comes to. */
  answer: 'approve' | 'decline';
  /** The next sale is done, and its reply is lost; nobody is told until it is cleared. */
  dumb: boolean;
  /** Waits for a card until it is called off. */
  waits: boolean;
  /** Whether it can be called off from the kiosk; else by its own key. */
  canAbort: boolean;
  readonly pressCancel: () => void;
}

/** What its slips say. */
const SLIP = { reference: '112908000123', terminalId: '12345678', batch: '000001', trace: '000123' } as const;

export function fakeCardTerminal(port: DevicePort): FakeCardTerminal {
  const stages = new Set<Parameters<CardTerminalPort['onStage']>[0]>();
  let pressCancel = (): void => undefined;
  const state: FakeCardTerminal = {
    sales: new Map(),
    reversed: [],
    totalsAsked: 0,
    answer: 'approve',
    dumb: false,
    waits: false,
    canAbort: true,
    pressCancel: () => pressCancel(),
    port: {
      ...port,
      fitted: () => true,
      test: async () => (state.dumb ? failed('LT-3901') : ok()),
      onStage: (listener) => {
        stages.add(listener);
        return () => stages.delete(listener);
      },
      sell: async (saleId, amountFen, signal) => {
        for (const tell of stages) tell({ stage: 'present-card', canAbort: state.canAbort });
        if (state.waits) {
          await new Promise<void>((done) => {
            pressCancel = done;
            if (state.canAbort) signal.addEventListener('abort', () => done());
          });
        }
        const outcome: CardSaleOutcome = state.waits
          ? { outcome: 'declined', code: state.canAbort ? 'LT-3904' : 'LT-3503' }
          : state.answer === 'decline'
            ? { outcome: 'declined', code: 'LT-3507' }
            : { outcome: 'approved', amountFen, ...SLIP, paidAt: 5 };
        state.sales.set(saleId, outcome);
        return state.dumb ? failed('LT-3901') : ok(outcome);
      },
      statusOf: async (saleId) =>
        state.dumb ? failed('LT-2103') : ok(state.sales.get(saleId) ?? { outcome: 'absent' }),
      totals: async () => {
        state.totalsAsked += 1;
        return state.dumb ? failed('LT-3501') : ok({ outcome: 'told', netFen: 0, batch: SLIP.batch });
      },
      reverse: async (saleId) => {
        state.reversed.push(saleId);
        return ok();
      },
    },
  };
  return state;
}
