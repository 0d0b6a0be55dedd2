import { randomInt } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { CardSale, CardTerminalDriver, SaleEnd, SaleStage } from '../card-terminal/role.ts';
import { TerminalLine, type CardTerminalDependencies } from '../card-terminal/terminal-line.ts';
import { patience } from '../patience.ts';
import type { ReopenTiming } from '../reopening-line.ts';
import { decodeReply, encodeRequest, recordReader, REPLY_BYTES, type UmsReply, type UmsRequest } from './codec.ts';
import type { ChinaUmsProfile } from './profile.ts';
import { markOf, saleEnd, statusEnd } from './sale-machine.ts';

export interface ChinaUmsOptions {
  readonly profile: ChinaUmsProfile;
  /** How the cashier's place calls itself to the terminal. */
  readonly pos: string;
  readonly operator: string;
  readonly reopen?: ReopenTiming;
}

/** Of the thousand there are. */
const CHECKS_APART = 500;

type Wish = Partial<UmsRequest> & Pick<UmsRequest, 'type'>;

/** A terminal behind the ChinaUMS record interface. Only the owner, on the terminal, can call a sale off. */
export function createChinaUmsTerminal(options: ChinaUmsOptions, deps: CardTerminalDependencies): CardTerminalDriver {
  const { profile, pos, operator } = options;
  const logger = deps.logger.child({ driver: 'chinaums', model: profile.name });
  const usedChecks: string[] = [];
  let terminalId: string | undefined;

  /** None of the last ones: a reply that comes late is not taken for another's. */
  const newCheck = (): string => {
    for (;;) {
      const check = String(randomInt(1_000)).padStart(3, '0');
      if (usedChecks.includes(check)) continue;
      usedChecks.push(check);
      if (usedChecks.length > CHECKS_APART) usedChecks.shift();
      return check;
    }
  };
  const record = (
    wish: Wish,
  ): { readonly bytes: Uint8Array; readonly mine: (reply: UmsReply) => UmsReply | undefined } => {
    const check = newCheck();
    const none = { amountFen: 0, originalDate: '', originalReference: '', originalTrace: '' };
    return {
      bytes: encodeRequest({ pos, operator, check, ...none, ...wish }),
      mine: (reply) => (reply.check === check ? reply : undefined),
    };
  };

  const line = new TerminalLine<UmsReply>({
    ...deps,
    logger,
    reopen: options.reopen,
    heartbeatMs: profile.heartbeatMs,
    replyTimeoutMs: profile.replyTimeoutMs,
    newReader: () => recordReader(REPLY_BYTES, decodeReply),
    greet: () => {
      const { bytes, mine } = record({ type: 'signOn' });
      return {
        bytes,
        read: (reply) => {
          if (!mine(reply)) return undefined;
          if (reply.code === '00') terminalId = reply.terminal;
          return reply.code === '00' ? { device: 'online' } : { device: 'hardwareError', code: 'LT-3501' };
        },
      };
    },
  });

  const ask = (wish: Wish, waitMs?: number): Promise<Result<UmsReply>> =>
    line.busy(() => {
      const { bytes, mine } = record(wish);
      return line.ask(bytes, mine, waitMs);
    });

  const sell = (
    sale: CardSale,
    _mark: string,
    onStage: (stage: SaleStage) => void,
    _abort: AbortSignal,
  ): Promise<Result<SaleEnd>> =>
    line.busy(async () => {
      const { bytes, mine } = record({ type: 'sale', amountFen: sale.amountFen });
      const { promise, resolve } = Promise.withResolvers<Result<SaleEnd>>();
      const forget = line.listen((heard) => {
        if (heard === 'lost') resolve(failed('LT-2103', 'the line was lost'));
        else if (mine(heard.message)) resolve(saleEnd(heard.message, sale, profile, deps.clock.now()));
      });
      const endWait = patience(profile.saleMs, () => resolve(failed('LT-2103', 'no reply to the sale')));
      const sent = await line.send(bytes);
      // All the protocol ever tells before the end.
      if (sent.ok) onStage('present-card');
      const result = sent.ok ? await promise : sent;
      endWait();
      forget();
      return result;
    });

  return {
    ...line.device(),
    identity: () =>
      terminalId === undefined ? undefined : { modelName: profile.models[0] ?? profile.name, serialNumber: terminalId },
    canAbort: false,
    mark: async () => {
      const last = await ask({ type: 'reprint' });
      // Nothing of a sale was sent yet, whatever became of the question.
      if (!last.ok) return failed('LT-3501', last.error.detail);
      return markOf(last.value, profile);
    },
    sell,
    status: async (sale, mark) => {
      const last = await ask({ type: 'reprint' });
      return last.ok ? statusEnd(last.value, sale, mark, profile, deps.clock.now()) : last;
    },
    reverse: async (sale, approved) => {
      const voided = { type: 'void', amountFen: sale.amountFen, originalTrace: approved.terminalTransaction } as const;
      const reply = await ask(voided, profile.saleMs);
      if (!reply.ok) return reply;
      return reply.value.code === '00' ? ok() : failed('LT-3502', `void: code ${reply.value.code}`);
    },
    totalsSettle: true,
    totals: async () => {
      const reply = await ask({ type: 'settle' }, profile.saleMs);
      if (!reply.ok) return reply;
      const { code, amountFen, batch } = reply.value;
      if (code === '00') return ok({ amountFen, batch: batch === '' ? undefined : batch });
      const unclear = profile.unclear.includes(code);
      return failed(unclear ? 'LT-2103' : 'LT-3501', `settlement: code ${code}`);
    },
  };
}
