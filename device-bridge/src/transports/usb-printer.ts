import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Transport, TransportFactory } from './transport.ts';

/** A USB printer through the kernel's own driver: `/dev/usb/lp0`, or a udev link to it. */
export interface UsbPrinterOptions {
  readonly path: string;
}

/** An open device file, as far as a printer's line needs it. */
export interface PrinterFile {
  read(room: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  write(bytes: Uint8Array, offset: number): Promise<{ readonly bytesWritten: number }>;
  close(): Promise<void>;
}

const READ_BYTES = 256;
/** A printer answers within milliseconds of being asked, and seldom speaks by itself. */
const ATTENTIVE_MS = 10;
const IDLE_MS = 100;
const ATTENTIVE_FOR = 100;
const BUSY_MS = 5;

export function usbPrinterTransport({ path }: UsbPrinterOptions, openFile = openDevice): TransportFactory {
  return { description: `usb printer ${path}`, open: async () => new UsbPrinterLine(await openFile(path)) };
}

/**
 * Nothing here waits inside the kernel: a read or write that did could not be ended, and would keep a thread for good
 * while the printer is out of paper.
 */
function openDevice(path: string): Promise<PrinterFile> {
  return open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
}

class UsbPrinterLine implements Transport {
  readonly #file: PrinterFile;
  readonly #data: ((bytes: Uint8Array) => void)[] = [];
  readonly #closed: ((reason: string) => void)[] = [];
  #reason: string | undefined;
  #attentive = ATTENTIVE_FOR;
  /** One write after the other: a partial write must not be overtaken. */
  #writing: Promise<void> = Promise.resolve();
  readonly #reading: Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(file: PrinterFile) {
    this.#file = file;
    this.#reading = this.#read();
  }

  write = (bytes: Uint8Array): Promise<void> => {
    const written = this.#writing.then(() => this.#writeAll(bytes));
    this.#writing = written.catch(() => undefined);
    return written;
  };

  onData = (listener: (bytes: Uint8Array) => void): void => void this.#data.push(listener);

  onClose = (listener: (reason: string) => void): void => {
    const reason = this.#reason;
    if (reason === undefined) this.#closed.push(listener);
    else queueMicrotask(() => listener(reason));
  };

  close = async (): Promise<void> => {
    this.#end('closed by us');
    await this.#closing;
  };

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#reason !== undefined) throw new Error(this.#reason);
      this.#attentive = ATTENTIVE_FOR;
      const written = await this.#try(() => this.#file.write(bytes, at));
      if (written && written.bytesWritten > 0) at += written.bytesWritten;
      else await delay(BUSY_MS);
    }
  }

  async #read(): Promise<void> {
    const room = new Uint8Array(READ_BYTES);
    while (this.#reason === undefined) {
      const read = await this.#try(() => this.#file.read(room, 0, READ_BYTES)).catch(() => undefined);
      if (this.#reason !== undefined) return;
      if (read && read.bytesRead > 0) {
        const bytes = room.slice(0, read.bytesRead);
        for (const listener of this.#data) listener(bytes);
        this.#attentive = ATTENTIVE_FOR;
        continue;
      }
      this.#attentive = Math.max(0, this.#attentive - 1);
      await delay(this.#attentive > 0 ? ATTENTIVE_MS : IDLE_MS);
    }
  }

  /** `undefined`: not now. Anything else that goes wrong means that the printer is gone. */
  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#end(reason);
      throw new Error(reason, { cause: error });
    }
  }

  #end(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    // While anybody holds the file of a printer that was pulled off, it comes back under another name.
    this.#closing = this.#closeFile();
    for (const listener of this.#closed.splice(0)) listener(reason);
  }

  async #closeFile(): Promise<void> {
    await Promise.all([this.#reading, this.#writing]);
    // A device that is gone already closes with an error, and is closed all the same.
    await this.#file.close().catch(() => undefined);
  }
}
