import type { ToldTotals } from '@louting/server/contract/terminal-totals-api';
import { record, type PaymentWorld } from './payment-world.ts';

export interface AskedTotals {
  readonly totalsId: string;
  readonly settles: boolean;
}

/** An answer that an earlier run did not live to hear: asking again could close another day. */
const NOT_HEARD: ToldTotals = { outcome: 'silent', code: 'LT-2103' };

/** What the office wants to know of the terminal comes with every heartbeat until it is told; the terminal is asked once. */
export function terminalTotals(world: PaymentWorld): (wishes: readonly AskedTotals[]) => void {
  let round: Promise<void> | undefined;
  const goRound = async (wishes: readonly AskedTotals[]) => {
    for (const wish of wishes) {
      if (world.stopping.aborted) return;
      const told = await answerTo(world, wish);
      if (told) await world.server.tellTotals(wish.totalsId, told);
    }
  };
  return (wishes) => {
    if (wishes.length === 0) return;
    round ??= goRound(wishes)
      .catch((error: unknown) => world.log.warn({ error }, 'totals of the terminal are not told yet'))
      .finally(() => {
        round = undefined;
      });
  };
}

async function answerTo(world: PaymentWorld, { totalsId, settles }: AskedTotals): Promise<ToldTotals | undefined> {
  const [known] = world.journal.intentsOf(totalsId).filter(({ kind }) => kind === 'terminal-totals');
  if (known?.kind === 'terminal-totals' && known.outcome) return known.outcome;
  if (known) return keep(world, totalsId, NOT_HEARD);
  const open = { id: totalsId, kind: 'terminal-totals', subject: totalsId, payload: { settles } } as const;
  if (!record(world, { open: [open] }).ok) return undefined;
  const totals = await world.devices.cardTerminal.totals(settles);
  return keep(world, totalsId, totals.ok ? totals.value : { outcome: 'silent', code: totals.error.code });
}

function keep(world: PaymentWorld, id: string, outcome: ToldTotals): ToldTotals | undefined {
  return record(world, { close: [{ id, kind: 'terminal-totals', outcome }] }).ok ? outcome : undefined;
}
