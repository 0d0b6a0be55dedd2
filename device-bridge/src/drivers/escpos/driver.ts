import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { patience } from '../patience.ts';
import { createReopeningLine, REOPEN_TIMING, talkingLadder, type ReopenTiming } from '../reopening-line.ts';
import { Rescue } from '../rescue.ts';
import type { DeviceIdentity, PrinterCondition, PrintRecord, ReceiptPrinterDriver } from '../roles.ts';
import * as codec from './codec.ts';
import { createConversation, type Conversation } from './conversation.ts';
import type { EscposProfile } from './profile.ts';
import { createQuestions } from './questions.ts';
import { conditionOf, obstacle, sensorsOfAutomaticStatus, type PrinterSensors } from './status.ts';
import { createStuckKnife, knifeLadder } from './stuck-knife.ts';
import { isSettling, steadyPrinter, type SteadyPrinter } from './steady-printer.ts';

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
const OUT_OF_SERVICE: PrinterCondition = { ...SILENT, device: 'hardwareError' };
const STARTING: PrinterCondition = { device: 'starting', paper: 'unknown', cover: 'unknown' };
/** A model that does not say its name is called by that of its profile. */
const NAME_QUESTIONS = 3;
/** While something better waits to be believed, the sensors are asked this much more often. */
const SETTLING = 8;

/** What waits in the buffers is dropped, a recoverable error left behind, and every setting back at its default. */
const START_ANEW = codec.concat([codec.clearBuffers(), codec.recoverAndClear(), codec.initialise()]);

/** Obstacles after which a job is certainly not whole. */
const STOPPED: ReadonlySet<FailureCode> = new Set(['LT-3202', 'LT-3203', 'LT-3204']);

/** A receipt printer that speaks ESC/POS over a serial line, USB or TCP port 9100. */
export function createEscposPrinter(options: EscposOptions, deps: EscposDependencies): ReceiptPrinterDriver {
  const { profile, reopen = REOPEN_TIMING } = options;
  const questions = createQuestions(profile);
  const sensorRequest = profile.confirm === 'esc-v' ? codec.paperSensorRequest : codec.paperStatusRequest;
  const logger = deps.logger.child({ driver: 'escpos', model: profile.name });
  const listeners: ((condition: PrinterCondition) => void)[] = [];
  const lateListeners: ((isOf: (number: number) => boolean) => void)[] = [];
  const { description, onRecovery } = deps.openTransport;
  const mayGoOn = createStuckKnife(
    new Rescue({ ladder: knifeLadder(reopen), relay: undefined, line: description, logger, onRecovery }),
  );
  let health: SteadyPrinter = { told: STARTING, wellInARow: 0, fullInARow: 0 };
  let settling = false;
  let identity: DeviceIdentity | undefined;
  let askedForName = 0;
  let conversation: Conversation | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let sequence = deps.clock.now() % 50_625;
  /** Half a job may hang from the paper: it is cut off before the next one begins. */
  let tornPaper = false;
  let queue: Promise<unknown> = Promise.resolve();

  const tell = (next: SteadyPrinter): void => {
    const before = health.told;
    health = next;
    if (JSON.stringify(next.told) === JSON.stringify(before)) return;
    logger.info({ condition: next.told }, 'printer condition changed');
    for (const listener of listeners) listener(next.told);
  };
  const read = (reading: PrinterCondition): void => {
    const next = steadyPrinter(health, reading);
    settling = isSettling(next, reading);
    tell(next);
  };
  const lose = (told: PrinterCondition): void => tell({ told, wellInARow: 0, fullInARow: 0 });

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        conversation = createConversation((bytes) => line.write(bytes), profile.statusTimeoutMs, profile.jobTimeoutMs, {
          automaticStatus: hearAutomaticStatus,
          processId: (id) => {
            for (const listener of lateListeners) listener((number) => codec.processId(number) === id);
          },
        });
        void exclusively(greet);
      },
      onData: (bytes) => conversation?.receive(bytes),
      onLost: (_reason, trouble) => {
        clearTimeout(heartbeat);
        conversation?.end();
        conversation = undefined;
        if (trouble !== 'silent') lose(ABSENT);
      },
    },
    logger,
    reopen,
    talkingLadder(reopen),
  );

  const hearAutomaticStatus = (bytes: readonly [number, number, number, number]): void => {
    read(conditionOf(sensorsOfAutomaticStatus(bytes)));
    if (settling && heartbeat) scheduleHeartbeat();
  };

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
    await listen(talk);
  };

  const identify = async (talk: Conversation): Promise<void> => {
    askedForName += 1;
    const asksAgain = askedForName < NAME_QUESTIONS;
    const modelName = await talk.information(67);
    if (modelName === undefined && asksAgain) return;
    const firmwareVersion = await talk.information(65);
    if (firmwareVersion === undefined && asksAgain) return;
    identity = {
      modelName: modelName ?? profile.models[0] ?? profile.name,
      ...(firmwareVersion && { firmwareVersion }),
    };
  };

  const scheduleHeartbeat = (wait = settling ? profile.heartbeatMs / SETTLING : profile.heartbeatMs): void => {
    clearTimeout(heartbeat);
    const talk = conversation;
    if (!talk) return;
    heartbeat = setTimeout(() => {
      heartbeat = undefined;
      void exclusively(() => listen(talk));
    }, wait);
  };

  /** One round of the health questions; who does not answer is helped up the recovery ladder. */
  const listen = async (talk: Conversation): Promise<void> => {
    const wasSilent = isSilent(health.told);
    const heard = await readSensors(talk);
    if (conversation !== talk) return;
    if (!heard) return climb(talk);
    line.answered();
    if (profile.errorRecovery && mayGoOn(heard, deps.clock.now())) await send(talk, codec.recoverAndClear());
    // A printer that was switched off behind a serial line comes back without its automatic status.
    if (wasSilent && profile.automaticStatus) await send(talk, codec.automaticStatus(true));
    // Answered in its turn only: not by a printer that stands offline.
    if (!identity && health.told.device === 'online') await identify(talk);
    scheduleHeartbeat();
  };

  const climb = async (talk: Conversation): Promise<void> => {
    const step = line.silent('printer does not answer');
    if (step?.action === 'out-of-service') lose(OUT_OF_SERVICE);
    if (step?.action === 'soft-reset') {
      await pause(step.waitMs);
      await send(talk, START_ANEW);
    }
    // Any other rung closed the line: greeting it, once open, is the next look.
    scheduleHeartbeat(0);
  };

  /** Asks the sensors and reports what they say; one repeat, for a lost byte is no failure. */
  const readSensors = async (talk: Conversation): Promise<PrinterSensors | undefined> => {
    const replies = (await questions.sensors(talk)) ?? (await questions.sensors(talk));
    if (replies) read(conditionOf(replies));
    else if (conversation === talk && !isSilent(health.told)) lose(SILENT);
    return replies;
  };

  const printNow = async (data: Uint8Array, record: PrintRecord | undefined): Promise<Result<undefined>> => {
    const talk = conversation;
    if (!talk) return failed(health.told.code ?? 'LT-3201');
    const before = await readSensors(talk);
    if (!before) return failed(conversation === talk ? 'LT-3901' : 'LT-3201', 'no status before the job');
    const reason = obstacle(before);
    if (reason) return failed(reason);

    const counted = record && (await questions.counters(talk));
    if (conversation !== talk) return failed('LT-3201');
    tornPaper ||= record?.tornBefore ?? false;
    record?.sending(counted, tornPaper ? 2 : 1);
    sequence += 1;
    const id = profile.confirm === 'process-id' ? codec.processId(record?.number ?? sequence) : undefined;
    const request = id === undefined ? sensorRequest() : codec.processIdRequest(id);
    const cutOff = tornPaper ? [codec.initialise(), codec.endOfPaper(profile)] : [];
    const confirmation = talk.confirmation(id);
    tornPaper = true;
    const sending = send(talk, codec.concat([...cutOff, data, request]));
    let isOver = false;
    const endWait = patience(profile.jobTimeoutMs, () => (isOver = true));
    const outcome = await awaitOutcome(talk, confirmation.confirmed, sending, () => isOver);
    endWait();
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
    isOver: () => boolean,
  ): Promise<Result<undefined>> => {
    const broken = sending.then((end) => (end === 'sent' ? new Promise<false>(() => undefined) : false));
    let toldToGoOn = false;
    for (;;) {
      const answer = await Promise.race([confirmed, broken, pause(profile.statusTimeoutMs / 2)]);
      if (answer === true) return ok();
      if (answer === false) return failed('LT-3205', 'line lost before the printer confirmed');
      const sensors = await questions.sensors(talk);
      if (sensors) read(conditionOf(sensors));
      // A roll that ends with the receipt ended after it.
      if (await Promise.race([confirmed, Promise.resolve(false)])) return ok();
      if (profile.errorRecovery && sensors?.cutterFailed && !sensors.coverOpen && !toldToGoOn) {
        // All but the cut is on the paper: most jams are a crumb, and the receipt is whole when the knife falls after all.
        toldToGoOn = true;
        await send(talk, codec.recoverAndGoOn());
        continue;
      }
      // A printer that no longer takes data may not answer either; then its last automatic status counts.
      // What it said before it was told to go on is old.
      const told = toldToGoOn && health.told.fault === 'cutter' ? undefined : health.told.code;
      const reason = sensors ? obstacle(sensors) : told;
      // All but the last line may be on the paper: not for certain nothing, as the same obstacle before a job.
      if (conversation === talk && reason === 'LT-3204') return failed(reason, 'stopped in the middle of the job');
      if (conversation === talk && reason && STOPPED.has(reason)) {
        return failed('LT-3205', `stopped in the middle of the job by ${reason}`);
      }
      if (isOver()) return failed('LT-3205', 'printer did not confirm in time');
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
    condition: () => health.told,
    onCondition: (listener) => void listeners.push(listener),
    identity: () => identity,
    reset: () =>
      exclusively(async () => {
        const talk = conversation;
        if (!talk) return failed('LT-3201');
        await send(talk, START_ANEW);
        if (profile.automaticStatus) await send(talk, codec.automaticStatus(true));
        return (await readSensors(talk)) ? ok() : failed('LT-3901');
      }),
    counters: () =>
      exclusively(async () => {
        if (!conversation) return undefined;
        return profile.counters ? questions.counters(conversation) : 'none';
      }),
    unanswered: () => questions.unanswered(),
    onLateConfirmation: (listener) => void lateListeners.push(listener),
    print: (data, record) =>
      exclusively(async () => {
        clearTimeout(heartbeat);
        heartbeat = undefined;
        const result = await printNow(data, record);
        logger.info({ bytes: data.length, outcome: result.ok ? 'printed' : result.error.code }, 'print job ended');
        scheduleHeartbeat();
        return result;
      }),
  };
}

function isSilent(told: PrinterCondition): boolean {
  return told === SILENT || told === OUT_OF_SERVICE;
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
