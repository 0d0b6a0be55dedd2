import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { systemClock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import pino from 'pino';
import { CardSaleJournal } from '../../../journal/card-sale-journal.ts';
import { createPaymentTerminalService } from '../../../services/payment-terminal/payment-terminal-service.ts';
import type { SaleResultPayload } from '../../../protocol/payment-terminal.ts';
import type { CommandContext, XfsService } from '../../../services/xfs-service.ts';
import type { BankTerminalProtocol, BankTerminalTwin } from '../../../simulators/bank-terminal/twin.ts';
import { createBankTerminalTwin } from '../../../simulators/bank-terminal/twins.ts';
import { openTcpSocket, type TcpSocket } from '../../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import { createChinaUmsTerminal } from '../../chinaums/driver.ts';
import { ChinaUmsProfileSchema } from '../../chinaums/profile.ts';
import { createNexoTerminal } from '../../nexo/driver.ts';
import { NexoProfileSchema } from '../../nexo/profile.ts';
import { readProfile } from '../../profile-file.ts';
import type { CardTerminalDriver, SaleStage } from '../role.ts';

export interface Outcome {
  readonly code: string | undefined;
  readonly payload: SaleResultPayload | undefined;
}

export interface Scene {
  readonly twin: BankTerminalTwin;
  readonly stages: SaleStage[];
  readonly driver: () => CardTerminalDriver;
  /** Resolves when a sale has reached the terminal. */
  waitsForCard(): Promise<void>;
  sell(saleId?: string, abort?: AbortSignal): Promise<Outcome>;
  ask(name: 'PaymentTerminal.GetSaleStatus' | 'PaymentTerminal.Reverse', saleId: string): Promise<Outcome>;
  totals(settle: boolean): ReturnType<NonNullable<XfsService['handlers']['PaymentTerminal.GetTotals']>>;
  /** The bridge dies at this point, once. */
  dieAt(point: string): void;
  /** The bridge dies and starts again on what it wrote down. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const AMOUNT_FEN = 28_640;
/** Whoever does not come is said not to come by the test: no sale may end by itself while the machine is busy elsewhere. */
const QUICK = { cardMs: 5, bankMs: 8, patienceMs: 60_000, hostMs: 90 };
const TIMES = { heartbeatMs: 200, replyTimeoutMs: 60, saleMs: 250 };
const ASK_AFTER_MS = 100;

/** A twin, its driver, its service and their journal, on a real line. */
export async function openScene(protocol: BankTerminalProtocol, patienceMs = 3_000): Promise<Scene> {
  const twin = createBankTerminalTwin(protocol, { now: () => Date.now(), speeds: QUICK, lateMs: 60_000 });
  const socket: TcpSocket = await openTcpSocket(0, (line) => twin.attach(line));
  const file = join(mkdtempSync(join(tmpdir(), 'card-sales-')), 'card-sales.sqlite');
  const stages: SaleStage[] = [];
  const logger = pino({ level: 'silent' });
  let deadly = '';
  const failPoints: FailPoints = {
    hit: (name) => {
      if (name !== deadly) return;
      deadly = '';
      throw new Error(`dead at ${name}`);
    },
  };
  let driver: CardTerminalDriver;
  let journal: CardSaleJournal;
  let service: XfsService;

  const open = async (): Promise<void> => {
    const parts = {
      logger,
      clock: systemClock,
      openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
    };
    const reopen = { firstMs: 10, longestMs: 40 };
    driver =
      protocol === 'nexo'
        ? createNexoTerminal(
            {
              profile: { ...readProfile(NexoProfileSchema, 'nexo-generic'), ...TIMES, askAfterMs: ASK_AFTER_MS },
              names: { saleId: 'louting', poiId: 'TWIN-1' },
              reopen,
            },
            parts,
          )
        : createChinaUmsTerminal(
            {
              profile: { ...readProfile(ChinaUmsProfileSchema, 'chinaums-generic'), ...TIMES },
              pos: 'K001',
              operator: '01',
              reopen,
            },
            parts,
          );
    journal = new CardSaleJournal(file, systemClock, failPoints);
    service = createPaymentTerminalService('Bank', { driver, journal, logger }, patienceMs);
    const online = Promise.withResolvers<void>();
    driver.onCondition(({ device }) => device === 'online' && online.resolve());
    driver.start();
    await online.promise;
  };
  await open();

  const context = (signal: AbortSignal): CommandContext => ({
    signal,
    client: {},
    transactionId: undefined,
    event: (_name, payload) => void stages.push((payload as { stage: SaleStage }).stage),
  });
  const never = new AbortController().signal;

  return {
    dieAt: (point) => {
      deadly = point;
    },
    twin,
    stages,
    driver: () => driver,
    waitsForCard: () =>
      new Promise((resolve) => {
        const look = (): void => {
          if (twin.terminal.stage === 'waiting-for-card') resolve();
        };
        twin.onChange(look);
        look();
      }),
    sell: async (saleId = randomUUID(), abort = never) => {
      const done = await service.handlers['PaymentTerminal.Sale']?.({ saleId, amountFen: AMOUNT_FEN }, context(abort));
      return { code: done?.failure?.code, payload: done?.payload };
    },
    ask: async (name, saleId) => {
      const done = await service.handlers[name]?.({ saleId }, context(never));
      return { code: done?.failure?.code, payload: done?.payload };
    },
    totals: async (settle) => (await service.handlers['PaymentTerminal.GetTotals']?.({ settle }, context(never))) ?? {},
    restart: async () => {
      await driver.stop();
      journal.close();
      await open();
    },
    close: async () => {
      await driver.stop();
      journal.close();
      twin.close();
      await socket.close();
    },
  };
}
