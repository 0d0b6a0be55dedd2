import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';
import type { Transport, TransportFactory } from '../../transports/transport.ts';
import type { PolledConversation } from '../polled-device.ts';
import type { RecoveryAction } from '../recovery-ladder.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent, DeviceIdentity } from '../roles.ts';
import type { BillDialect, OpenDialect } from './dialect.ts';
import { escrowAfter, UnheardNote, type Escrow } from './escrow.ts';
import { LineLost } from './exchange-line.ts';

export interface BillConversationOptions {
  readonly transport: TransportFactory;
  readonly openDialect: OpenDialect;
  readonly pollMs: number;
  /** A note sent to box or front has to be heard of within this time. */
  readonly unheardMs?: number;
}

export interface BillConversationDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
}

/** Quiet polls before a just-connected device counts as being at rest. */
const QUIET_POLLS = 3;
/** A note that does not come to rest in this time after a connection is a jam; service goes on without it. */
const SETTLE_MS = 30_000;
/** Greetings in a row for a device that starts anew while it is greeted. */
const GREETINGS = 3;

/** What is said to a bill acceptor of any protocol, line after line, and what is known of the note in its escrow. */
export class BillConversation implements PolledConversation<BillAcceptorCondition> {
  /** What is to become of a note found in escrow. */
  escrowDecision: () => 'return' | 'stack' = () => 'return';
  escrow: Escrow = 'none';
  identity: DeviceIdentity | undefined;
  readonly #options: BillConversationOptions;
  readonly #dependencies: BillConversationDependencies;
  readonly #greetAgain: () => void;
  readonly #listeners: ((event: BillEvent) => void)[] = [];
  readonly #unheard: UnheardNote;
  #transport: Transport | undefined;
  #dialect: BillDialect | undefined;
  #settled: { readonly keptPower: boolean; readonly counters?: BillCounters } = { keptPower: false };
  #toldCredit = false;
  #ended = false;

  constructor(
    options: BillConversationOptions,
    dependencies: BillConversationDependencies,
    /** The device started anew by itself. */
    greetAgain: () => void,
  ) {
    this.#options = options;
    this.#dependencies = dependencies;
    this.#greetAgain = greetAgain;
    this.#unheard = new UnheardNote(options.unheardMs ?? 10_000);
  }

  /** @throws LineLost */
  get dialect(): BillDialect {
    if (!this.#dialect) throw new LineLost('no line', 'closed');
    return this.#dialect;
  }

  onBillEvent(listener: (event: BillEvent) => void): void {
    this.#listeners.push(listener);
  }

  begin(): void {
    this.#ended = false;
  }

  /** Nothing more is said, and no line opened. */
  end(): void {
    this.#ended = true;
  }

  denominations(): readonly number[] {
    return this.#dialect?.denominations() ?? [];
  }

  reading(): BillAcceptorCondition {
    const condition = this.dialect.condition();
    if (condition.device !== 'online' || this.denominations().length > 0) return condition;
    return { device: 'hardwareError', code: 'LT-3905', cashBox: 'unknown' };
  }

  /** While a note is on its way into the box. */
  isAwaited(): boolean {
    return this.escrow === 'stack';
  }

  isCurable(): boolean {
    const failing = this.dialect.condition().device === 'hardwareError' && !this.dialect.occupied();
    return failing && this.escrowDecision() !== 'stack';
  }

  async greet(): Promise<void> {
    const dialect = await this.#connect();
    let keptPower = true;
    for (let tries = 0; tries < GREETINGS; tries += 1) {
      const greeting = await dialect.greet(this.escrowDecision());
      this.identity = greeting.identity;
      keptPower &&= greeting.keptPower;
      this.escrow = 'none';
      if (!(await this.#settle(dialect))) break;
    }
    const counters = await dialect.counters();
    this.#settled = { keptPower, ...(counters.ok && { counters: counters.value }) };
  }

  connected(): void {
    const line = this.#options.transport.description;
    this.#dependencies.logger.info({ line, ...this.identity }, 'acceptor connected');
    this.#tell({ event: 'settled', ...this.#settled });
  }

  async listen(): Promise<void> {
    const { dialect } = this;
    const hadCredit = this.#toldCredit;
    this.#toldCredit = false;
    const heard = await dialect.listen(this.escrow === 'waiting');
    // By now the device knows, in every protocol, that its report was heard.
    if (hadCredit) this.#dependencies.failPoints.hit('bill-acceptor.acknowledged.after');
    if (heard.letGo && this.escrow === 'waiting') this.escrow = 'return';
    if (heard.restarted) this.#greetAgain();
    await this.#askForLostOutcome(dialect, heard.moving);
  }

  async softReset(): Promise<void> {
    if (this.#dialect) await this.#dialect.softReset();
    else if (this.#transport) await this.#openDialect(this.#transport).softReset();
  }

  /** A dialect whose line was lost never speaks again; some rungs try anew on the same open line. */
  async letGo(next: RecoveryAction, trouble: LineLost['trouble']): Promise<void> {
    this.#dialect = undefined;
    this.escrow = 'none';
    const staysOpen = trouble === 'silent' && (next === 'retry' || next === 'soft-reset');
    if (!staysOpen) await this.reopen();
  }

  /** The next greeting opens the line anew. */
  async reopen(): Promise<void> {
    const [dialect, transport] = [this.#dialect, this.#transport];
    this.#dialect = undefined;
    this.#transport = undefined;
    await dialect?.close();
    await transport?.close();
  }

  async #connect(): Promise<BillDialect> {
    this.#transport ??= await this.#openTransport();
    if (this.#ended) {
      await this.reopen();
      throw new LineLost('stopped', 'closed');
    }
    this.#dialect ??= this.#openDialect(this.#transport);
    return this.#dialect;
  }

  async #openTransport(): Promise<Transport> {
    try {
      return await this.#options.transport.open();
    } catch (error) {
      throw new LineLost(String(error), 'closed');
    }
  }

  #openDialect(transport: Transport): BillDialect {
    return this.#options.openDialect(transport, (event) => this.#tell(event));
  }

  /** Listens until all that happened while nobody did has been told. True: the device started anew meanwhile. */
  async #settle(dialect: BillDialect): Promise<boolean> {
    const { clock } = this.#dependencies;
    const until = clock.now() + SETTLE_MS;
    let quiet = 0;
    while (quiet < QUIET_POLLS && clock.now() < until) {
      const heard = await dialect.listen(false);
      if (heard.restarted) return true;
      // A note came to escrow while nobody asked for one.
      if (this.escrow === 'waiting') {
        this.escrow = this.escrowDecision();
        if (this.escrow === 'return') await dialect.giveBack();
        else await dialect.stack();
      }
      quiet = dialect.occupied() || heard.moving ? 0 : quiet + 1;
      await delay(this.#options.pollMs / 4);
    }
    return false;
  }

  /** A decided note of which nothing is heard and nothing seen any more: its report was lost on the line. */
  async #askForLostOutcome(dialect: BillDialect, moving: boolean): Promise<void> {
    const isDecided = this.escrow === 'stack' || this.escrow === 'return';
    const isUnheard = isDecided && !moving && dialect.condition().device === 'online';
    if (!this.#unheard.watch(isUnheard, this.#dependencies.clock.now())) return;
    const counters = await dialect.counters();
    this.#tell({ event: 'settled', ...(counters.ok && { counters: counters.value }) });
  }

  #tell(event: BillEvent): void {
    this.escrow = escrowAfter(this.escrow, event);
    for (const listener of this.#listeners) listener(event);
    if (event.event === 'stacked') this.#toldCredit = true;
  }
}
