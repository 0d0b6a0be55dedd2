import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { CashJournal } from '../../../journal/cash-journal.ts';
import { createCashAcceptorService } from '../../../services/cash-acceptor/cash-acceptor-service.ts';
import type { Completion, XfsService } from '../../../services/xfs-service.ts';
import type { ValidatorTwin, ValidatorTwinOptions } from '../../../simulators/validator/validator-twin.ts';
import { createValidatorTwin } from '../../../simulators/validator/validator-twins.ts';
import { BridgeScene, QUICK_LADDER, type BridgeParts } from '../../conformance/bridge-scene.ts';
import { readProfile } from '../../profile-file.ts';
import type { Rung } from '../../recovery-ladder.ts';
import type { PowerRelay } from '../../../transports/transport.ts';
import type { BillAcceptorDriver } from '../../roles.ts';
import { createBillAcceptor } from '../driver.ts';
import { openDialectOf } from '../open-dialect.ts';
import { BillAcceptorProfileSchema, type BillAcceptorProfile, type BillProtocol } from '../profile.ts';

export const SERVICE = 'BillAcceptor';
const SPEEDS = { readMs: 15, stackMs: 40, rejectMs: 15, escrowMs: 10_000 };
const POLL_MS = 10;
const REPLY_TIMEOUT_MS = 60;

export interface SceneOptions extends Partial<Omit<ValidatorTwinOptions, 'stateDir'>> {
  readonly stackMs?: number;
  readonly replyTimeoutMs?: number;
  readonly ladder?: readonly Rung[];
  readonly relay?: PowerRelay;
  readonly failingMs?: number;
  /** On a serial line set as the profile says, and not on TCP. */
  readonly serial?: boolean;
}

interface Report {
  readonly action?: string;
}

interface Bridge {
  readonly driver: BillAcceptorDriver;
  readonly service: XfsService;
  readonly journal: CashJournal;
}

/** Driver, service and journal around one bill acceptor. */
export class CashScene extends BridgeScene<ValidatorTwin, Bridge> {
  readonly events: { readonly name: string; readonly payload: object }[] = [];
  /** The rungs of recovery that were reported. */
  readonly reports: Report[] = [];
  readonly #protocol: BillProtocol;
  readonly #options: SceneOptions;

  constructor(protocol: BillProtocol, options: SceneOptions = {}) {
    const speeds = { ...SPEEDS, ...options.speeds };
    super(
      (stateDir) => createValidatorTwin(protocol, { ...options, stateDir, speeds }),
      options.serial ? profileOf(protocol).line : 'TCP',
    );
    this.#protocol = protocol;
    this.#options = options;
  }

  static async open(protocol: BillProtocol, options: SceneOptions = {}): Promise<CashScene> {
    const scene = new CashScene(protocol, options);
    await scene.start();
    return scene;
  }

  /** From the first word to the note in escrow; resolves with what CashIn completes with. */
  async take(noteId: string, fen: number, limitYuan = 100): Promise<Completion<'CashAcceptor.CashIn'>> {
    await this.begin(noteId, limitYuan);
    const cashIn = this.cashIn(noteId);
    await this.until(() => !this.hasPower || this.twin.insertNote(fen) === 'taken');
    return cashIn;
  }

  async begin(noteId: string, limitYuan = 100): Promise<void> {
    const started = await this.#run('CashAcceptor.CashInStart', noteId, {
      amountLimit: [{ currency: 'CNY', value: limitYuan }],
    });
    if (started.completionCode) throw new Error(`CashInStart: ${JSON.stringify(started)}`);
  }

  cashIn = (noteId: string, signal?: AbortSignal): Promise<Completion<'CashAcceptor.CashIn'>> =>
    this.#run('CashAcceptor.CashIn', noteId, {}, signal);
  stack = (noteId: string): Promise<Completion<'CashAcceptor.CashInEnd'>> =>
    this.#run('CashAcceptor.CashInEnd', noteId, {});
  giveBack = (noteId: string): Promise<Completion<'CashAcceptor.CashInRollback'>> =>
    this.#run('CashAcceptor.CashInRollback', noteId, {});

  /** What the bridge says of the note, once it can tell. */
  async outcome(noteId: string): Promise<string> {
    for (;;) {
      const { completionCode, payload } = await this.#run('CashAcceptor.GetCashInStatus', noteId, {
        transactionID: noteId,
      });
      if (completionCode !== 'deviceNotReady') return payload?.status ?? 'none';
      await delay(POLL_MS);
    }
  }

  orphans(): number {
    return this.running.journal.orphans(SERVICE).length;
  }

  protected build({ transport, failPoints, stateDir }: BridgeParts): Bridge {
    const logger = pino({ level: 'info' }, { write: (line) => this.#note(JSON.parse(line) as Report) });
    const journal = new CashJournal(join(stateDir, 'cash.sqlite'), systemClock, failPoints);
    const profile = { ...profileOf(this.#protocol), holdMs: 50 };
    const { replyTimeoutMs = REPLY_TIMEOUT_MS, stackMs = 2_000 } = this.#options;
    const { ladder = QUICK_LADDER, relay, failingMs } = this.#options;
    const settings = { profile, pollMs: POLL_MS, replyTimeoutMs };
    const dependencies = { logger, clock: systemClock, failPoints };
    const driver = createBillAcceptor(
      {
        transport,
        openDialect: openDialectOf(settings, dependencies),
        pollMs: POLL_MS,
        unheardMs: 1_000,
        ladder,
        ...(relay && { relay }),
        ...(failingMs !== undefined && { failingMs }),
      },
      dependencies,
    );
    const parts = { device: SERVICE, driver, journal, logger, newId };
    const service = createCashAcceptorService(SERVICE, parts, { stackMs, abandonedMs: 60_000 });
    return { driver, service, journal };
  }

  protected isReady({ driver }: Bridge): boolean {
    return driver.condition().device !== 'starting';
  }

  protected override describe(): string {
    return JSON.stringify(this.twin.state());
  }

  #note(report: Report): void {
    if (report.action !== undefined) this.reports.push(report);
  }

  #run<Name extends RoleCommand>(
    name: Name,
    transactionId: string,
    payload: object,
    signal?: AbortSignal,
  ): Promise<Completion<Name>> {
    return this.ask(this.running.service, name, {
      transactionId,
      payload,
      signal,
      onEvent: (event, told) => void this.events.push({ name: event, payload: told }),
    });
  }
}

function profileOf(protocol: BillProtocol): BillAcceptorProfile {
  return readProfile(BillAcceptorProfileSchema, `${protocol}-generic`);
}

type RoleCommand =
  | 'CashAcceptor.CashInStart'
  | 'CashAcceptor.CashIn'
  | 'CashAcceptor.CashInEnd'
  | 'CashAcceptor.CashInRollback'
  | 'CashAcceptor.GetCashInStatus';
