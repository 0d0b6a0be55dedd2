import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessSpec {
  /** Short name: log file `var/log/<name>.log` and configuration file `var/config/<name>.json`. */
  readonly name: string;
  /** Absolute path of the `.ts` entry. */
  readonly entry: string;
  /** Written to the configuration file that `LOUTING_CONFIG` names. */
  readonly configuration: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of the runtime, before the entry. */
  readonly runtimeFlags?: readonly string[];
}

/** What a process says through IPC when it can be used, e.g. `{ready: true, url: …}`. */
export type ReadyMessage = Readonly<Record<string, unknown>> & { readonly ready: true };

export interface SupervisionOptions {
  readonly stateDir: string;
  /** Restart after an unexpected end, with back-off from `firstDelayMs` doubling to `longestDelayMs`. */
  readonly restart: { readonly firstDelayMs: number; readonly longestDelayMs: number; readonly limit: number };
  readonly onUnexpectedEnd?: (name: string, code: number | null, signal: NodeJS.Signals | null) => void;
  readonly onGivenUp?: (name: string) => void;
}

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 5_000;
/** A process that stayed up this long has recovered: its back-off starts anew. */
const STABLE_AFTER_MS = 60_000;
/** sysexits.h EX_CONFIG: another start would end the same way. */
const EXIT_BAD_CONFIG = 78;

/** One process of the stack, started anew whenever it ends without having been told to. */
export class SupervisedProcess {
  readonly name: string;
  private child: ChildProcess | undefined;
  private readyNow: Promise<ReadyMessage> = Promise.reject(new Error('not started'));
  private stopping = false;
  private restarts = 0;
  private readonly spec: ProcessSpec;
  private readonly options: SupervisionOptions;

  constructor(spec: ProcessSpec, options: SupervisionOptions) {
    this.spec = spec;
    this.options = options;
    this.name = spec.name;
    this.readyNow.catch(() => undefined);
  }

  get processId(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the running instance is usable; rejects with the tail of its log when it ends before that. */
  ready(): Promise<ReadyMessage> {
    return this.readyNow;
  }

  start(extraEnvironment: Readonly<Record<string, string>> = {}): Promise<ReadyMessage> {
    this.stopping = false;
    const configurationFile = this.writeConfiguration();
    const log = createWriteStream(join(this.options.stateDir, 'log', `${this.name}.log`), { flags: 'a' });
    const startedAt = Date.now();
    const flags = ['--disable-warning=ExperimentalWarning', ...(this.spec.runtimeFlags ?? [])];
    const child = spawn(process.execPath, [...flags, this.spec.entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Its own process group: Ctrl-C in the terminal reaches only the launcher, which stops the rest in order.
      detached: true,
      // Code that was compiled once is found again: a start loads no TypeScript, which is 30 MB less and quicker.
      env: {
        NODE_COMPILE_CACHE: join(this.options.stateDir, 'compiled'),
        ...process.env,
        ...this.spec.environment,
        ...extraEnvironment,
        LOUTING_CONFIG: configurationFile,
      },
    });
    this.child = child;

    let lastWords = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString()).slice(-2_000);
        log.write(chunk);
      });
    }
    this.readyNow = readiness(child, this.name, () => lastWords);
    this.readyNow.catch(() => undefined);
    child.once('exit', (code, signal) => {
      log.end();
      if (this.child === child) this.child = undefined;
      if (!this.stopping) void this.startAgain(code, signal, Date.now() - startedAt);
    });
    return this.readyNow;
  }

  /** SIGTERM, then SIGKILL for one that does not end in time. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }

  /** Ends the process as a power cut would; supervision starts it again. */
  cutPower(): void {
    this.child?.kill('SIGKILL');
  }

  private async startAgain(code: number | null, signal: NodeJS.Signals | null, livedMs: number): Promise<void> {
    this.options.onUnexpectedEnd?.(this.name, code, signal);
    const { firstDelayMs, longestDelayMs, limit } = this.options.restart;
    this.restarts = livedMs > STABLE_AFTER_MS ? 0 : this.restarts + 1;
    if (this.restarts > limit || code === EXIT_BAD_CONFIG) {
      this.options.onGivenUp?.(this.name);
      return;
    }
    await delay(Math.min(longestDelayMs, firstDelayMs * 2 ** (this.restarts - 1)));
    if (!this.stopping) this.start().catch(() => undefined);
  }

  private writeConfiguration(): string {
    const directory = join(this.options.stateDir, 'config');
    mkdirSync(directory, { recursive: true });
    mkdirSync(join(this.options.stateDir, 'log'), { recursive: true });
    const file = join(directory, `${this.name}.json`);
    writeFileSync(file, JSON.stringify(this.spec.configuration, undefined, 2), { mode: 0o600 });
    return file;
  }
}

function readiness(child: ChildProcess, name: string, lastWords: () => string): Promise<ReadyMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} was not ready within ${READY_WITHIN_MS / 1000} s\n${lastWords()}`)),
      READY_WITHIN_MS,
    );
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('ready' in message)) return;
      clearTimeout(timer);
      resolve(message as ReadyMessage);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended (${signal ?? code}) before it was ready\n${lastWords()}`));
    });
  });
}
