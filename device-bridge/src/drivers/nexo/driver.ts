import { randomInt } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { CardSale, CardTerminalDriver, SaleEnd, SaleStage } from '../card-terminal/role.ts';
import { TerminalLine, type CardTerminalDependencies } from '../card-terminal/terminal-line.ts';
import { patience } from '../patience.ts';
import type { ReopenTiming } from '../reopening-line.ts';
import type { DeviceCondition } from '../roles.ts';
import { encodeNexo, frameReader, parseFromTerminal, type FromTerminal } from './codec.ts';
import * as nexo from './messages.ts';
import type { NexoProfile } from './profile.ts';
import { totalsOf } from './totals.ts';
import { isUnderWay, saleStep, statusEnd, type SaleInput, type SaleState } from './sale-machine.ts';

export interface NexoOptions {
  readonly profile: NexoProfile;
  readonly names: nexo.NexoNames;
  readonly reopen?: ReopenTiming;
}

/** A terminal that speaks nexo Sale to POI. */
export function createNexoTerminal(
  { profile, names, reopen }: NexoOptions,
  deps: CardTerminalDependencies,
): CardTerminalDriver {
  const logger = deps.logger.child({ driver: 'nexo', model: profile.name });
  const line = new TerminalLine<FromTerminal>({
    ...deps,
    logger,
    reopen,
    heartbeatMs: profile.heartbeatMs,
    replyTimeoutMs: profile.replyTimeoutMs,
    newReader: () => frameReader(parseFromTerminal),
    greet: () => {
      const serviceId = newServiceId();
      return {
        bytes: encodeNexo(nexo.diagnosisRequest(names, serviceId)),
        read: (message) => healthOf(message, serviceId),
      };
    },
  });

  const sell = (
    sale: CardSale,
    mark: string,
    onStage: (stage: SaleStage) => void,
    abort: AbortSignal,
  ): Promise<Result<SaleEnd>> =>
    line.busy(async () => {
      const { promise, resolve } = Promise.withResolvers<Result<SaleEnd>>();
      let state: SaleState = { sale, mark, phase: 'asked' };
      const take = (input: SaleInput): void => {
        const [next, step] = saleStep(state, input);
        state = next;
        if (step.step === 'send-abort') void line.send(encodeNexo(nexo.abortRequest(names, newServiceId(), mark)));
        if (step.step === 'send-question') void line.send(encodeNexo(nexo.statusRequest(names, step.serviceId, mark)));
        if (step.step === 'stage' && step.stage) {
          onStage(step.stage);
          if (step.stage === 'asking-bank') askOn();
        }
        if (step.step === 'over') resolve(step.result);
      };
      let stopAsking: () => void = () => undefined;
      const askOn = (): void => {
        stopAsking();
        stopAsking = patience(profile.askAfterMs, () => {
          askOn();
          take({ input: 'ask', serviceId: newServiceId() });
        });
      };
      const forget = line.listen((heard) => {
        if (heard === 'lost') return take({ input: 'silence' });
        const shown = heard.message.SaleToPOIRequest;
        if (shown?.DisplayRequest) void line.send(encodeNexo(nexo.displayResponse(shown)));
        return take({ input: 'message', message: heard.message });
      });
      const endWait = patience(profile.saleMs, () => take({ input: 'silence' }));
      const onAbort = (): void => take({ input: 'abort' });
      const sent = await line.send(encodeNexo(nexo.paymentRequest(names, mark, sale, deps.clock.now())));
      abort.addEventListener('abort', onAbort);
      if (abort.aborted) onAbort();
      const result = sent.ok ? await promise : sent;
      endWait();
      stopAsking();
      abort.removeEventListener('abort', onAbort);
      forget();
      return result;
    });

  return {
    ...line.device(),
    identity: () =>
      line.condition().device === 'online'
        ? { modelName: profile.models[0] ?? profile.name, serialNumber: names.poiId }
        : undefined,
    canAbort: true,
    mark: () => Promise.resolve(line.condition().device === 'online' ? ok(newServiceId()) : failed('LT-3501')),
    sell,
    status: (sale, mark) =>
      line.busy(async () => {
        const serviceId = newServiceId();
        const asked = encodeNexo(nexo.statusRequest(names, serviceId, mark));
        const answer = await line.ask(asked, (message) => {
          // Whoever waited for it is gone: the next owner's card must not pay it.
          if (isUnderWay(message, serviceId))
            void line.send(encodeNexo(nexo.abortRequest(names, newServiceId(), mark)));
          return statusEnd(message, serviceId, sale);
        });
        return answer.ok ? answer.value : answer;
      }),
    reverse: (_sale, approved) =>
      line.busy(async () => {
        const serviceId = newServiceId();
        const asked = encodeNexo(nexo.reversalRequest(names, serviceId, approved));
        const answer = await line.ask(
          asked,
          (message) => nexo.answerTo(message, 'Reversal', serviceId)?.ReversalResponse?.Response,
          profile.saleMs,
        );
        if (!answer.ok) return answer;
        const { Result: result, ErrorCondition } = answer.value;
        return result === 'Success' ? ok() : failed('LT-3502', `reversal ${ErrorCondition ?? result}`);
      }),
    totalsSettle: false,
    totals: () =>
      line.busy(async () => {
        const serviceId = newServiceId();
        const answer = await line.ask(
          encodeNexo(nexo.totalsRequest(names, serviceId)),
          (message) => nexo.answerTo(message, 'GetTotals', serviceId)?.GetTotalsResponse,
        );
        if (!answer.ok) return answer;
        return ok(totalsOf(answer.value));
      }),
  };
}

function healthOf(message: FromTerminal, serviceId: string): DeviceCondition | undefined {
  const answer = nexo.answerTo(message, 'Diagnosis', serviceId)?.DiagnosisResponse;
  if (!answer) return undefined;
  const { GlobalStatus = 'OK', PrinterStatus = 'OK' } = answer.POIStatus ?? {};
  if (answer.Response.Result !== 'Success' || GlobalStatus !== 'OK')
    return { device: 'hardwareError', code: 'LT-3501' };
  // The kiosk prints the receipt: a terminal without paper goes on selling.
  return PrinterStatus === 'NoPaper' ? { device: 'online', code: 'LT-3509' } : { device: 'online' };
}

/** A new one for every request; the protocol has room for ten characters. */
function newServiceId(): string {
  return Array.from({ length: 10 }, () => randomInt(36).toString(36).toUpperCase()).join('');
}
