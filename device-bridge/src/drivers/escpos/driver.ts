import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import type { DeviceIdentity, PrinterCondition, ReceiptPrinterDriver } from '../roles.ts';
import * as codec from './codec.ts';
import { createConversation, type Conversation } from './conversation.ts';
import type { EscposProfile } from './profile.ts';
import { conditionOf, obstacle, sensorsOfAutomaticStatus, sensorsOfReplies, type PrinterSensors } from './status.ts';

export interface EscposOptions {
  readonly profile: EscposProfile;
  readonly reopen?: ReopenTiming;
}

export interface EscposDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly openTransport: TransportFactory;
}

const ABSENT: PrinterCondition = { device: 'noDevice', code: 'LT-3201', paper: 'unknown', cover: 'unknown' };
const SILENT: PrinterCondition = { device: 'offline', code: 'LT-3901', paper: 'unknown', cover: 'unknown' };
const STARTING: PrinterCondition = { device: 'starting', paper: 'unknown', cover: 'unknown' };

/** Obstacles after which a job is certainly not whole. */
const STOPPED: ReadonlySet<FailureCode> = new Set(['LT-3202', 'LT-3203', 'LT-3204']);

/** A receipt printer that speaks ESC/POS over a serial line, USB or TCP port 9100. */
export function createEscposPrinter(options: EscposOptions, deps: EscposDependencies): ReceiptPrinterDriver {
  const { profile } = options;
  const logger = deps.logger.child({ driver: 'escpos', model: profile.name });
  const listeners: ((condition: PrinterCondition) => void)[] = [];
  let condition: PrinterCondition = STARTING;
  let identity: DeviceIdentity | undefined;
  let conversation: Conversation | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let sequence = deps.clock.now() % 50_625;
  /** Half a job may hang from the paper: it is cut off before the next one begins. */
  let tornPaper = false;
  let queue: Promise<unknown> = Promise.resolve();

  const change = (next: PrinterCondition): void => {
    if (JSON.stringify(next) === JSON.stringify(condition)) return;
    condition = next;
    logger.info({ condition }, 'printer condition changed');
    for (const listener of listeners) listener(next);
  };

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        conversation = createConversation(
          (bytes) => line.write(bytes),
          profile.statusTimeoutMs,
          (bytes) => change(conditionOf(sensorsOfAutomaticStatus(bytes))),
        );
        void exclusively(greet);
      },
      onData: (bytes) => conversation?.receive(bytes),
      onLost: () => {
        clearTimeout(heartbeat);
        conversation?.end();
        conversation = undefined;
        change(ABSENT);
      },
    },
    logger,
    options.reopen,
  );

  /** One exchange at a time: replies carry no address, so a health question must not mix with a job's. */
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const greet = async (): Promise<void> => {
    const talk = conversation;
    if (!talk) return;
    if (profile.automaticStatus) await send(talk, codec.automaticStatus(true));
    await readSensors(talk);
    if (!identity && condition.device === 'online') {
      const modelName = await talk.information(67);
      const firmwareVersion = await talk.information(65);
      identity = {
        modelName: modelName ?? profile.models[0] ?? profile.name,
        ...(firmwareVersion && { firmwareVersion }),
      };
    }
    scheduleHeartbeat();
  };

  const scheduleHeartbeat = (): void => {
    clearTimeout(heartbeat);
    if (!conversation) return;
    heartbeat = setTimeout(() => void exclusively(beat), profile.heartbeatMs);
  };

  const beat = async (): Promise<void> => {
    const wasSilent = condition.device === 'offline';
    if (conversation) await readSensors(conversation);
    // A printer that was switched off behind a serial line comes back without its automatic status.
    if (conversation && wasSilent && condition.device !== 'offline' && profile.automaticStatus) {
      await send(conversation, codec.automaticStatus(true));
    }
    scheduleHeartbeat();
  };

  /** Asks the sensors and reports what they say; one repeat, for a lost byte is no failure. */
  const readSensors = async (talk: Conversation): Promise<PrinterSensors | undefined> => {
    const replies = (await askSensors(talk)) ?? (await askSensors(talk));
    if (replies) change(conditionOf(replies));
    else if (conversation === talk) change(SILENT);
    return replies;
  };

  const askSensors = async (talk: Conversation): Promise<PrinterSensors | undefined> => {
    const offline = await talk.realtimeStatus(2);
    const error = offline === undefined ? undefined : await talk.realtimeStatus(3);
    const paper = error === undefined ? undefined : await talk.realtimeStatus(4);
    if (offline === undefined || error === undefined || paper === undefined) {
      // Replies carry no question number: one that comes late must find nobody waiting.
      await pause(profile.statusTimeoutMs);
      return undefined;
    }
    return sensorsOfReplies(offline, error, paper);
  };

  const printNow = async (data: Uint8Array): Promise<Result<undefined>> => {
    const talk = conversation;
    if (!talk) return failed('LT-3201');
    const before = await readSensors(talk);
    if (!before) return failed(conversation === talk ? 'LT-3901' : 'LT-3201', 'no status before the job');
    const reason = obstacle(before);
    if (reason) return failed(reason);

    sequence += 1;
    const id = profile.confirm === 'process-id' ? codec.processId(sequence) : undefined;
    const request = id === undefined ? codec.paperStatusRequest() : codec.processIdRequest(id);
    const cutOff = tornPaper ? [codec.initialise(), codec.cut(profile.feedBeforeCutDots)] : [];
    const confirmation = talk.confirmation(id);
    tornPaper = true;
    const sending = send(talk, codec.concat([...cutOff, data, request]));
    const outcome = await awaitOutcome(talk, confirmation.confirmed, sending);
    confirmation.forget();
    tornPaper = !outcome.ok;
    if (!outcome.ok) await abandon(talk, sending);
    return outcome;
  };

  /** Until the printer confirms, an obstacle shows, the line goes or the time is up: whichever comes first. */
  const awaitOutcome = async (
    talk: Conversation,
    confirmed: Promise<boolean>,
    sending: Promise<Sending>,
  ): Promise<Result<undefined>> => {
    const broken = sending.then((end) => (end === 'sent' ? new Promise<false>(() => undefined) : false));
    const deadline = deps.clock.now() + profile.jobTimeoutMs;
    for (;;) {
      const answer = await Promise.race([confirmed, broken, pause(profile.statusTimeoutMs / 2)]);
      if (answer === true) return ok();
      if (answer === false) return failed('LT-3205', 'line lost before the printer confirmed');
      const sensors = await askSensors(talk);
      if (sensors) change(conditionOf(sensors));
      // A printer that no longer takes data may not answer either; then its last automatic status counts.
      const reason = sensors ? obstacle(sensors) : condition.code;
      // All but the last line may be on the paper: not for certain nothing, as the same obstacle before a job.
      if (conversation === talk && reason === 'LT-3204') return failed(reason, 'stopped in the middle of the job');
      if (conversation === talk && reason && STOPPED.has(reason)) {
        return failed('LT-3205', `stopped in the middle of the job by ${reason}`);
      }
      if (deps.clock.now() >= deadline) return failed('LT-3205', 'printer did not confirm in time');
    }
  };

  /** What still waits in the printer must not come out for the next owner. */
  const abandon = async (talk: Conversation, sending: Promise<Sending>): Promise<void> => {
    const stuck = (await Promise.race([sending, pause(0)])) === undefined;
    if (stuck) line.reopen('job abandoned while the printer took no data');
    else await send(talk, codec.concat([codec.clearBuffers(), codec.recoverAndClear()]));
  };

  return {
    start: () => line.start(),
    stop: async () => {
      clearTimeout(heartbeat);
      conversation?.end();
      conversation = undefined;
      await line.stop();
    },
    condition: () => condition,
    onCondition: (listener) => void listeners.push(listener),
    identity: () => identity,
    reset: () =>
      exclusively(async () => {
        const talk = conversation;
        if (!talk) return failed('LT-3201');
        await send(talk, codec.concat([codec.clearBuffers(), codec.recoverAndClear(), codec.initialise()]));
        if (profile.automaticStatus) await send(talk, codec.automaticStatus(true));
        return (await readSensors(talk)) ? ok() : failed('LT-3901');
      }),
    print: (data) =>
      exclusively(async () => {
        clearTimeout(heartbeat);
        const result = await printNow(data);
        logger.info({ bytes: data.length, outcome: result.ok ? 'printed' : result.error.code }, 'print job ended');
        scheduleHeartbeat();
        return result;
      }),
  };
}

type Sending = 'sent' | 'broken';

/** Resolves when the line took the bytes: with flow control that can be never. */
function send(talk: Conversation, bytes: Uint8Array): Promise<Sending> {
  return talk.send(bytes).then(
    () => 'sent' as const,
    () => 'broken' as const,
  );
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}
