import type { Transport } from '../../transports/transport.ts';
import { answerTo } from './answers.ts';
import type { PrinterFault } from './faults.ts';
import { createPrintHead, cutsPaper, movesPaper, type PaperElement, type PrintHead } from './paper.ts';
import { jobOf, type PrintedJob } from './printed-job.ts';
import { createRealtimeEar, type RealtimeCommand } from './realtime.ts';
import { ReplyLine } from './reply-line.ts';
import { automaticStatusBytes, isOffline, realtimeStatusByte, type Sensors } from './sensors.ts';
import { createTokenizer, type Token } from './tokens.ts';

export type { PrintedJob } from './printed-job.ts';
export type { PrinterFault } from './faults.ts';

export interface PrinterState {
  readonly power: boolean;
  readonly connected: boolean;
  readonly cover: 'closed' | 'open';
  readonly paper: 'full' | 'low' | 'out';
  readonly cutterError: boolean;
  readonly fault?: PrinterFault['fault'];
  /** Commands waiting in the print buffer. */
  readonly waiting: number;
  readonly jobs: number;
}

export interface PrinterTwinOptions {
  readonly now: () => number;
  /** How long one line takes to print; 0 prints at once. */
  readonly lineMs: number;
  readonly modelName?: string;
  /** Behind a serial line a printer without power is only silent. */
  readonly staysOnTheLine?: boolean;
  /** Without `DLE ENQ` an error is over when the cover was opened and closed. */
  readonly hasErrorRecovery?: boolean;
  /** As the models for China do. */
  readonly startsInHanziMode?: boolean;
  readonly lateMs?: number;
}

const JOBS_KEPT = 50;

/** Where bytes come in: heard at once for real-time commands, then read in their turn. */
interface Interface {
  readonly hear: (byte: number) => RealtimeCommand | undefined;
  readonly read: (bytes: Uint8Array) => Token[];
}

function freshInterface(): Interface {
  const ear = createRealtimeEar();
  const tokenizer = createTokenizer();
  return { hear: (byte) => ear.push(byte), read: (bytes) => tokenizer.push(bytes) };
}

/** An ESC/POS receipt printer on the wire: what it prints stays readable, what can break breaks when told. */
export class PrinterTwin {
  readonly #options: PrinterTwinOptions;
  readonly #head: PrintHead;
  readonly #replies: ReplyLine;
  #interface = freshInterface();
  #queue: Token[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** When the line under the head is on the paper. */
  #freeAt: number | undefined;
  #jobs: PrintedJob[] = [];
  #elements: PaperElement[] = [];
  #number = 1;
  #fault: PrinterFault | undefined;
  #power = true;
  #cover: 'closed' | 'open' = 'closed';
  #paper: 'full' | 'low' | 'out' = 'full';
  #cutterError = false;
  #automaticStatus = false;
  /** Of its whole life. */
  #counters = { lines: 1_000, cuts: 40 };
  /** What stays over a power cut: the memory is written when the knife falls, so the last lines are forgotten. */
  #keptCounters = this.#counters;
  #listeners: (() => void)[] = [];

  constructor(options: PrinterTwinOptions) {
    this.#options = options;
    this.#replies = new ReplyLine(options.lateMs);
    this.#head = createPrintHead(options.startsInHanziMode);
  }

  /** A host connected: the present line, if any, is dropped, as port 9100 of a real printer serves one host. */
  attach(line: Transport): void {
    if (!this.#power && !this.#options.staysOnTheLine) {
      void line.close();
      return;
    }
    this.#replies.drop();
    this.#replies.attach(line);
    this.#automaticStatus = false;
    this.#interface = freshInterface();
    line.onData((bytes) => {
      if (this.#power && this.#replies.is(line)) this.#receive(bytes, this.#interface);
    });
    line.onClose(() => {
      if (this.#replies.is(line)) this.#replies.attach(undefined);
      this.#tell();
    });
    this.#tell();
  }

  /** Newest last; the last one may still hang from the printer. */
  jobs(): readonly PrintedJob[] {
    return this.#elements.length === 0 ? this.#jobs : [...this.#jobs, this.#present(false)];
  }

  state(): PrinterState {
    const fault = this.#fault?.fault ?? this.#replies.fault;
    return {
      power: this.#power,
      connected: this.#replies.connected,
      cover: this.#cover,
      paper: this.#paper,
      cutterError: this.#cutterError,
      ...(fault && { fault }),
      waiting: this.#queue.length,
      jobs: this.#jobs.length,
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** `undefined` puts everything right again; a knife that jammed is free, and the printer still waits to hear of it. */
  setFault(fault: PrinterFault | undefined): void {
    const ofReplies = fault && 'times' in fault ? fault : undefined;
    this.#fault = ofReplies ? undefined : fault;
    this.#replies.setFault(ofReplies);
    this.#changed();
  }

  openCover(): void {
    this.#cover = 'open';
    this.#changed();
  }

  closeCover(): void {
    this.#cover = 'closed';
    if (this.#options.hasErrorRecovery === false) this.#freeKnife();
    this.#changed();
  }

  removePaper(): void {
    this.#paper = 'out';
    this.#changed();
  }

  loadPaper(): void {
    this.#paper = 'full';
    this.#changed();
  }

  paperLow(): void {
    this.#paper = 'low';
    this.#changed();
  }

  /** Everything not on paper is forgotten, the half-printed job stays hanging. */
  powerOff(): void {
    this.#power = false;
    this.#queue = [];
    this.#counters = this.#keptCounters;
    this.#head.powerOff();
    this.#interface = freshInterface();
    this.#automaticStatus = false;
    if (!this.#options.staysOnTheLine) this.#replies.drop();
    this.#changed();
  }

  powerOn(): void {
    this.#power = true;
    this.#freeKnife();
    this.#changed();
  }

  /** What it owes since a late reply was planned. */
  sayWhatIsLate(): void {
    this.#replies.sayWhatIsLate();
  }

  /** Only the cable: what was received goes on printing. */
  dropLine(): void {
    this.#replies.drop();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.dropLine();
  }

  #receive(bytes: Uint8Array, { hear, read }: Interface): void {
    const struck = this.#bytesUntilStruck(bytes.length);
    const received = bytes.subarray(0, struck);
    let buffered = 0;
    for (const [index, byte] of received.entries()) {
      const command = hear(byte);
      if (!command) continue;
      this.#buffer(read(received.subarray(buffered, index + 1)));
      buffered = index + 1;
      this.#realtime(command);
    }
    this.#buffer(read(received.subarray(buffered)));
    this.#work();
    if (struck !== undefined) this.#strikeWhenDrained();
  }

  /** The line is slower than the paper: what came before this byte is on it already. */
  #strikeWhenDrained(): void {
    if (this.#queue.length > 0 && !isOffline(this.#sensors())) {
      setTimeout(() => this.#strikeWhenDrained(), 1);
      return;
    }
    const fault = this.#fault?.fault;
    this.#fault = undefined;
    if (fault === 'power-loss-at-byte') this.powerOff();
    if (fault === 'unplugged-at-byte') this.dropLine();
  }

  #buffer(tokens: readonly Token[]): void {
    this.#queue.push(...tokens.filter(({ type }) => type !== 'passed' && type !== 'unknown'));
  }

  /** Of the next `length` bytes, how many still arrive; `undefined`: all of them. */
  #bytesUntilStruck(length: number): number | undefined {
    const fault = this.#fault;
    if (!fault || !('atByte' in fault)) return undefined;
    if (fault.atByte <= length) {
      this.#fault = { ...fault, atByte: 1 };
      return Math.max(0, fault.atByte - 1);
    }
    this.#fault = { ...fault, atByte: fault.atByte - length };
    return undefined;
  }

  #realtime({ command, argument }: RealtimeCommand): void {
    if (command === 'status') {
      const status = realtimeStatusByte(argument, this.#sensors());
      if (status !== undefined) this.#replies.send(Uint8Array.of(status));
      return;
    }
    // DLE ENQ is for errors: 1 goes on with the line it stopped at, 2 forgets what waits. It means nothing to others.
    const recovers =
      this.#cutterError && this.#options.hasErrorRecovery !== false && (argument === 1 || argument === 2);
    if (command === 'recover' && !recovers) return;
    if (command === 'clear' || argument === 2) {
      this.#queue = [];
      this.#head.powerOff();
    }
    if (command === 'recover') this.#freeKnife();
    this.#changed();
  }

  /** Tries the knife again; one that is still jammed stays an error. */
  #freeKnife(): void {
    if (this.#fault?.fault !== 'cutter') this.#cutterError = false;
  }

  #sensors(): Sensors {
    return { cover: this.#cover, paper: this.#paper, cutterError: this.#cutterError };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #changed(): void {
    if (this.#automaticStatus) this.#pushStatus();
    this.#tell();
    this.#work();
  }

  #pushStatus(): void {
    this.#replies.send(automaticStatusBytes(this.#sensors()));
  }

  /** Works through the buffer; a printed line takes its time, settings take none. */
  #work(): void {
    if (this.#timer) return;
    while (this.#power && !isOffline(this.#sensors())) {
      const token = this.#queue[0];
      if (!token || this.#strike(token)) break;
      this.#queue.shift();
      if (!this.#execute(token)) continue;
      // Paper runs at its own speed, however seldom a busy machine lets this one look at it.
      this.#freeAt = (this.#freeAt ?? performance.now()) + this.#options.lineMs;
      const left = this.#freeAt - performance.now();
      if (left > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#work();
        }, left);
        return;
      }
    }
    this.#freeAt = undefined;
  }

  /** True when the planned fault happens before this token. */
  #strike(token: Token): boolean {
    const fault = this.#fault;
    if ((fault?.fault === 'cutter' || fault?.fault === 'cutter-once') && cutsPaper(token)) {
      this.#cutterError = true;
      if (fault.fault === 'cutter-once') this.#fault = undefined;
      this.#changed();
      return true;
    }
    if (!fault || !('atLine' in fault) || !movesPaper(token) || fault.atLine < 1) return false;
    this.#fault = { ...fault, atLine: fault.atLine - 1 };
    if (fault.atLine > 1) return false;
    // Silence stays a fault until it is cleared; what else was planned has now happened.
    if (fault.fault === 'silent') this.#replies.setFault({ fault: 'silence', times: Infinity });
    else this.#fault = undefined;
    if (fault.fault === 'paper-out') this.removePaper();
    if (fault.fault === 'cover-open') this.openCover();
    if (fault.fault === 'power-loss') this.powerOff();
    if (fault.fault === 'unplugged') this.dropLine();
    return fault.fault !== 'silent' && fault.fault !== 'unplugged';
  }

  #execute(token: Token): boolean {
    const result = this.#head.apply(token);
    if (result.effect === 'electronics') this.#electronics(result.name, result.data);
    if (result.effect === 'cut') this.#cut();
    if (result.effect !== 'printed') return false;
    this.#elements.push(result.element);
    const lines = result.element.kind === 'feed' ? result.element.lines : 1;
    this.#counters = { ...this.#counters, lines: this.#counters.lines + lines };
    this.#tell();
    return true;
  }

  #electronics(name: string, data: Uint8Array): void {
    if (name === 'GS a') {
      this.#automaticStatus = data[0] !== 0;
      if (this.#automaticStatus) this.#pushStatus();
      return;
    }
    const { modelName = 'TM-T88VI' } = this.#options;
    const reply = answerTo(name, data, { paper: this.#paper, counters: this.#counters, modelName });
    if (reply) this.#replies.send(reply);
  }

  #cut(): void {
    this.#counters = { ...this.#counters, cuts: this.#counters.cuts + 1 };
    this.#keptCounters = this.#counters;
    if (this.#elements.length > 0) {
      this.#jobs = [...this.#jobs, this.#present(true)].slice(-JOBS_KEPT);
      this.#elements = [];
      this.#number += 1;
      this.#tell();
    }
    if (this.#fault?.fault !== 'power-loss-after-cut') return;
    this.#fault = undefined;
    this.powerOff();
  }

  #present(cut: boolean): PrintedJob {
    return jobOf(this.#number, this.#options.now(), [...this.#elements], cut);
  }
}
