import { setTimeout as delay } from 'node:timers/promises';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { CoinDispenserCondition, CoinDispenserDriver, PayoutWitness } from '../../drivers/roles.ts';
import type { PayoutJournal, NewPayoutRecord } from '../../journal/payout-journal.ts';
import { judgeOrder, type Payout } from '../../journal/payout.ts';
import { mixOf, type MixPart } from './mix.ts';

export interface PayoutSessionDependencies {
  readonly device: string;
  readonly driver: CoinDispenserDriver;
  readonly journal: PayoutJournal;
  readonly logger: Logger;
  /** A device unheard for so long is not waited for: the payout stays open, and is asked for when it comes back. */
  readonly silentMs?: number;
}

const SILENT_MS = 3_000;
/** The bridge closes: what the device did is asked for by whoever starts next, and nothing more is written here. */
const FOR_THE_NEXT_START = new Promise<never>(() => undefined);
const ASK_AGAIN_MS = 100;
/** An order that never reached the device is sent again so often. */
const ORDERS_A_UNIT = 3;

type OrderEnd = 'whole' | 'short' | 'never-ordered' | 'silent';

/**
 * Pays change and keeps the journal true to the device. An order goes out once, after it is on the disk; how much of it
 * was paid is only what the device says. What an earlier run left open is asked for and never continued.
 */
export class PayoutSession {
  readonly #parts: PayoutSessionDependencies;
  #paying = false;
  #recovering = false;

  constructor(parts: PayoutSessionDependencies) {
    this.#parts = parts;
    parts.driver.onCondition((condition) => {
      if (answers(condition)) void this.recover();
    });
  }

  find(payoutId: string | undefined): Payout | undefined {
    const { journal, device } = this.#parts;
    return payoutId === undefined ? journal.last(device) : journal.find(device, payoutId);
  }

  get busy(): boolean {
    return this.#paying || this.#recovering;
  }

  /**
   * Ends when all is paid, or no unit can pay the rest. @returns LT-3122, LT-3123 nothing was begun; LT-3901 the device
   * fell silent, and what it paid is known when it answers again
   */
  async pay(payoutId: string, amountFen: number, onStart: () => void): Promise<Result<Payout>> {
    const { driver } = this.#parts;
    if (driver.condition().device !== 'online') return failed('LT-3122');
    const last = this.find(undefined);
    if (this.busy || (last && !last.ended)) return failed('LT-3122', 'an earlier payout is not settled');
    if (mixOf(amountFen, driver.units()) === undefined) return failed('LT-3123', 'amount cannot be paid exactly');
    this.#paying = true;
    try {
      this.#append({ record: 'PAYOUT', payoutId, amountFen });
      onStart();
      await this.#payOut(payoutId);
      if (!this.#known(payoutId).open) this.#append({ record: 'ENDED', payoutId });
    } finally {
      this.#paying = false;
    }
    const payout = this.#known(payoutId);
    if (payout.ended) return ok(payout);
    if (answers(driver.condition())) void this.recover();
    return failed('LT-3901', 'payout device fell silent');
  }

  /** What a run before this one, or a lost line, left behind: how much was paid is asked for, and no more is paid. */
  async recover(): Promise<void> {
    const last = this.find(undefined);
    if (!last || last.ended || this.busy) return;
    this.#recovering = true;
    try {
      if (last.open && (await this.#hear(last.payoutId, true)) === 'silent') return;
      this.#append({ record: 'ENDED', payoutId: last.payoutId, recovered: true });
      const { paidFen, doubtFen } = this.#known(last.payoutId);
      this.#parts.logger.warn({ device: this.#parts.device, paidFen, doubtFen }, 'payout recovered');
    } finally {
      this.#recovering = false;
    }
  }

  /** Gives up on learning more: only people can tell by counting. */
  giveUp(payoutId: string): void {
    const { open, ended } = this.#known(payoutId);
    if (ended || this.busy) return;
    if (open)
      this.#append({ record: 'PAID', payoutId, unit: open.unit, amountFen: 0, certain: false, recovered: true });
    this.#append({ record: 'ENDED', payoutId, recovered: true });
  }

  async #payOut(payoutId: string): Promise<void> {
    const spent = new Map<string, number>();
    for (;;) {
      const { amountFen, paidFen, doubtFen } = this.#known(payoutId);
      const usable = this.#parts.driver.units().filter(({ unit }) => (spent.get(unit) ?? 0) < ORDERS_A_UNIT);
      // What is in doubt may be in the owner's hand: it is never paid a second time.
      const [part] = mixOf(amountFen - paidFen - doubtFen, usable) ?? [];
      if (!part || doubtFen > 0) return;
      const outcome = await this.#order(payoutId, part);
      if (outcome === 'silent') return;
      spent.set(
        part.unit,
        outcome === 'never-ordered' ? (spent.get(part.unit) ?? 0) + 1 : outcome === 'whole' ? 0 : ORDERS_A_UNIT,
      );
    }
  }

  async #order(payoutId: string, { unit, amountFen }: MixPart): Promise<OrderEnd> {
    const before = await this.#ask(unit, () => true);
    if (before === 'silent' || before === 'out-of-service') return 'silent';
    if (before.moving) return 'short';
    this.#append({ record: 'ORDER', payoutId, unit, amountFen, witness: before });
    await this.#parts.driver.pay(unit, amountFen);
    return this.#hear(payoutId, false);
  }

  /** Asks until the device says that the order has come to its end, falls silent, or is out of service. */
  async #hear(payoutId: string, recovered: boolean): Promise<OrderEnd> {
    const { open } = this.#known(payoutId);
    if (!open) throw new Error(`payout ${payoutId} has no order under way`);
    const told = { record: 'PAID', payoutId, unit: open.unit, recovered } as const;
    const now = await this.#ask(open.unit, (witness) => judgeOrder(open, witness).outcome !== 'moving');
    if (now === 'silent') return 'silent';
    if (now === 'out-of-service') {
      this.#append({ ...told, amountFen: 0, certain: false });
      return 'short';
    }
    const judged = judgeOrder(open, now);
    if (judged.outcome !== 'paid') {
      this.#append({ ...told, amountFen: 0 });
      return 'never-ordered';
    }
    const { paidFen, certain } = judged;
    this.#append({ ...told, amountFen: paidFen, certain });
    const whole = paidFen === open.amountFen;
    await this.#parts.driver.rest(open.unit, whole);
    return whole ? 'whole' : 'short';
  }

  /** What the device says, as soon as it is of use. */
  async #ask(
    unit: string,
    isOfUse: (witness: PayoutWitness) => boolean,
  ): Promise<PayoutWitness | 'silent' | 'out-of-service'> {
    const { driver, journal, silentMs = SILENT_MS } = this.#parts;
    let heardAt = performance.now();
    for (;;) {
      const now = await driver.witness(unit);
      if (!journal.isOpen) return FOR_THE_NEXT_START;
      if (now.ok && isOfUse(now.value)) return now.value;
      if (now.ok) heardAt = performance.now();
      else if (driver.condition().code === 'LT-3901') return 'out-of-service';
      else if (performance.now() - heardAt >= silentMs) return 'silent';
      await delay(ASK_AGAIN_MS, undefined, { ref: false });
    }
  }

  #known(payoutId: string): Payout {
    const payout = this.find(payoutId);
    if (!payout) throw new Error(`payout ${payoutId} is not in the journal`);
    return payout;
  }

  #append(record: Omit<NewPayoutRecord, 'device'>): void {
    this.#parts.journal.append({ ...record, device: this.#parts.device });
  }
}

/** It can be asked, even where it is stuck and pays nothing. */
function answers({ device, code }: CoinDispenserCondition): boolean {
  return device === 'online' || code === 'LT-3123';
}
