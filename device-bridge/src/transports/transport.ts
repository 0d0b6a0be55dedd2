import type { RecoveryAction } from '../drivers/recovery-ladder.ts';

/**
 * An open byte line to one device. Single use: after `close` or `onClose` a new one is opened by the factory, so
 * reconnecting is always a fresh start.
 */
export interface Transport {
  /** Resolves when the bytes were handed to the operating system. */
  write(bytes: Uint8Array): Promise<void>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, however the line ended. */
  onClose(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

/** Opens a line, or rejects with a plain reason. */
export interface TransportFactory {
  /** For people: `/dev/ttyUSB0 9600 8N2`, `tcp 127.0.0.1:7331`. */
  readonly description: string;
  open(): Promise<Transport>;
  /** Switches the supply of the device on this line, where there is a relay for it. */
  readonly relay?: PowerRelay;
  /** Hears what is being tried to bring the device back, and `undefined` when it works again. */
  readonly onRecovery?: (action: RecoveryAction | undefined) => void;
}

/** Switches one device's supply off and on. */
export interface PowerRelay {
  /** Rejects when the relay does not obey. */
  cycle(): Promise<void>;
}
