import type { Transport } from '../../transports/transport.ts';
import { automaticStatusBytes, isOffline, realtimeStatusByte, type Sensors } from './sensors.ts';
import { createPrintHead, type PaperElement } from './paper.ts';
import { jobOf, type PrintedJob } from './printed-job.ts';
import { createTokenizer, type Token, type Tokenizer } from './tokens.ts';

export type { PrintedJob } from './printed-job.ts';

/** `atLine` counts printed elements from now on: 1 = before the next one is printed. */
export type PrinterFault =
  /** `silent`: takes everything, prints it, answers nothing. */
  | { readonly fault: 'paper-out' | 'cover-open' | 'power-loss' | 'unplugged' | 'silent'; readonly atLine: number }
  | { readonly fault: 'cutter' };

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
}

const JOBS_KEPT = 50;

/** An ESC/POS receipt printer on the wire: what it prints stays readable, what can break breaks when told. */
export class PrinterTwin {
  readonly #options: PrinterTwinOptions;
  readonly #head = createPrintHead();
  #line: Transport | undefined;
  #queue: Token[] = [];
  #timer: NodeJS.Timeout | undefined;
  #jobs: PrintedJob[] = [];
  #elements: PaperElement[] = [];
  #number = 1;
  #fault: PrinterFault | undefined;
  #power = true;
  #cover: 'closed' | 'open' = 'closed';
  #paper: 'full' | 'low' | 'out' = 'full';
  #cutterError = false;
  #silent = false;
  #automaticStatus = false;
  /** Of its whole life. */
  #counters = { lines: 1_000, cuts: 40 };
  /** What stays over a power cut: the memory is written when the knife falls, so the last lines are forgotten. */
  #keptCounters = this.#counters;
  #listeners: (() => void)[] = [];

  constructor(options: PrinterTwinOptions) {
    this.#options = options;
  }

  /** A host connected: the present line, if any, is dropped, as port 9100 of a real printer serves one host. */
  attach(line: Transport): void {
    if (!this.#power) {
      void line.close();
      return;
    }
    void this.#line?.close();
    this.#line = line;
    this.#automaticStatus = false;
    const tokenizer = createTokenizer();
    line.onData((bytes) => {
      if (this.#line === line) this.#receive(tokenizer, bytes);
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      for (const listener of this.#listeners) listener();
    });
    for (const listener of this.#listeners) listener();
  }

  /** Newest last; the last one may still hang from the printer. */
  jobs(): readonly PrintedJob[] {
    return this.#elements.length === 0 ? this.#jobs : [...this.#jobs, this.#present(false)];
  }

  state(): PrinterState {
    return {
      power: this.#power,
      connected: this.#line !== undefined,
      cover: this.#cover,
      paper: this.#paper,
      cutterError: this.#cutterError,
      ...(this.#silent ? { fault: 'silent' } : this.#fault && { fault: this.#fault.fault }),
      waiting: this.#queue.length,
      jobs: this.#jobs.length,
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** `undefined` puts everything right again, a jammed cutter too. */
  setFault(fault: PrinterFault | undefined): void {
    this.#fault = fault;
    if (!fault) {
      this.#cutterError = false;
      this.#silent = false;
    }
    this.#changed();
  }

  openCover(): void {
    this.#cover = 'open';
    this.#changed();
  }

  closeCover(): void {
    this.#cover = 'closed';
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
    this.#automaticStatus = false;
    void this.#line?.close();
    this.#line = undefined;
    this.#changed();
  }

  powerOn(): void {
    this.#power = true;
    this.#changed();
  }

  /** Only the cable: what was received goes on printing. */
  dropLine(): void {
    void this.#line?.close();
    this.#line = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.dropLine();
  }

  #receive(tokenizer: Tokenizer, bytes: Uint8Array): void {
    for (const token of tokenizer.push(bytes)) {
      if (token.type === 'realtime') this.#realtime(token.command, token.argument);
      else this.#queue.push(token);
    }
    this.#work();
  }

  #realtime(command: 'status' | 'recover' | 'clear', argument: number): void {
    if (command === 'status') {
      const status = realtimeStatusByte(argument, this.#sensors());
      if (status !== undefined) this.#reply(Uint8Array.of(status));
      return;
    }
    if (command === 'clear' || argument === 2) {
      this.#queue = [];
      this.#head.powerOff();
    }
    // A jammed cutter may be recovered by the host, unless the fault is still there.
    if (command === 'recover' && this.#fault?.fault !== 'cutter') this.#cutterError = false;
    this.#changed();
  }

  #sensors(): Sensors {
    return { cover: this.#cover, paper: this.#paper, cutterError: this.#cutterError };
  }

  #offline(): boolean {
    return isOffline(this.#sensors());
  }

  #changed(): void {
    if (this.#automaticStatus) this.#pushStatus();
    for (const listener of this.#listeners) listener();
    this.#work();
  }

  #pushStatus(): void {
    this.#reply(automaticStatusBytes(this.#sensors()));
  }

  #reply(bytes: Uint8Array): void {
    if (this.#silent) return;
    this.#line?.write(bytes).catch(() => undefined);
  }

  /** Works through the buffer; a printed line takes its time, settings take none. */
  #work(): void {
    if (this.#timer) return;
    while (this.#power && !this.#offline()) {
      const token = this.#queue[0];
      if (!token || this.#strike(token)) return;
      this.#queue.shift();
      const printed = this.#execute(token);
      if (printed && this.#options.lineMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#work();
        }, this.#options.lineMs);
        return;
      }
    }
  }

  /** True when the planned fault happens before this token. */
  #strike(token: Token): boolean {
    const fault = this.#fault;
    const isCut = token.type === 'command' && token.name === '1d56';
    if (fault?.fault === 'cutter' && isCut) {
      this.#cutterError = true;
      this.#changed();
      return true;
    }
    if (!fault || !('atLine' in fault) || !printsSomething(token)) return false;
    if (fault.atLine > 1) {
      this.#fault = { ...fault, atLine: fault.atLine - 1 };
      return false;
    }
    this.#fault = undefined;
    if (fault.fault === 'paper-out') this.removePaper();
    if (fault.fault === 'cover-open') this.openCover();
    if (fault.fault === 'power-loss') this.powerOff();
    if (fault.fault === 'silent') this.#silent = true;
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
    for (const listener of this.#listeners) listener();
    return true;
  }

  #electronics(name: string, data: Uint8Array): void {
    const [first = 0] = data;
    if (name === '1d61') {
      this.#automaticStatus = first !== 0;
      if (this.#automaticStatus) this.#pushStatus();
    }
    if (name === '1d72' && first === 1) this.#reply(Uint8Array.of(this.#paper === 'full' ? 0 : 0x03));
    if (name === '1d49') {
      const text =
        first === 67 ? (this.#options.modelName ?? 'TM-T88VI') : first === 65 ? '40.12 ESC/POS' : 'LOUTING TWIN';
      this.#reply(Uint8Array.from([0x5f, ...Buffer.from(text, 'latin1'), 0]));
    }
    // GS g 2 m nL nH: 148 lines fed, 178 cuts; other counters are not this printer's.
    if (name === '1d67' && first === 0x32) {
      const [, , counter] = data;
      const value = counter === 148 ? this.#counters.lines : counter === 178 ? this.#counters.cuts : undefined;
      if (value !== undefined) this.#reply(Uint8Array.from([0x5f, ...Buffer.from(String(value), 'latin1'), 0]));
    }
    // GS ( H, function 48: 1d28 48 06 00 30 30 d1 d2 d3 d4
    if (name === '1d28' && first === 0x48 && data[3] === 0x30) {
      this.#reply(Uint8Array.from([0x37, 0x22, ...data.subarray(5, 9), 0]));
    }
  }

  #cut(): void {
    this.#counters = { ...this.#counters, cuts: this.#counters.cuts + 1 };
    this.#keptCounters = this.#counters;
    if (this.#elements.length === 0) return;
    this.#jobs = [...this.#jobs, this.#present(true)].slice(-JOBS_KEPT);
    this.#elements = [];
    this.#number += 1;
    for (const listener of this.#listeners) listener();
  }

  #present(cut: boolean): PrintedJob {
    return jobOf(this.#number, this.#options.now(), [...this.#elements], cut);
  }
}

function printsSomething(token: Token): boolean {
  if (token.type === 'line-feed') return true;
  if (token.type !== 'command') return false;
  return token.name === '1b64' || token.name === '1d76' || (token.name === '1d28' && token.data[4] === 0x51);
}
