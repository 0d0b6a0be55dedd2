import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { NewId } from '@louting/common/ids';
import type { Failure, Result } from '@louting/common/result';
import type { KioskConfiguration } from '@louting/server/contract/kiosk-api';
import type { Logger } from 'pino';
import type { KioskDevices } from '../devices/device-ports.ts';
import type { Journal, JournalChange } from '../journal/journal.ts';
import type { ServerClient } from '../server-client/server-client.ts';

/** What every payment effect works with. */
export interface PaymentWorld {
  readonly journal: Journal;
  readonly server: ServerClient;
  readonly devices: KioskDevices;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly failPoints: FailPoints;
  readonly log: Logger;
  readonly kiosk: () => KioskConfiguration;
  /** How long an owner waits for a line that may just have come back, in milliseconds. */
  readonly lineBackMs: number;
  /** Elder mode prints large. */
  readonly largeType: () => boolean;
  /** The journal took no write: LT-5002 or LT-5003. No new customer may be taken. */
  readonly onStorageFailure: (failure: Failure) => void;
  /** Aborted when the service stops. */
  readonly stopping: AbortSignal;
}

/** Writes to the journal; a failure is also told to the kiosk, which then takes no new customer. */
export function record(world: PaymentWorld, change: JournalChange): Result<undefined> {
  const written = world.journal.write(change);
  if (!written.ok) {
    world.log.error({ failure: written.error }, 'journal took no write');
    world.onStorageFailure(written.error);
  }
  return written;
}
