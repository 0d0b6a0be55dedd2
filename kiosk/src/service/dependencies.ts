import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';
import type { Timings } from '../flows/events.ts';
import type { KioskServiceConfig } from './config.ts';
import type { KioskDevices } from './devices/device-ports.ts';
import type { KioskIdentity } from './server-client/enrolment.ts';
import type { ServerClient } from './server-client/server-client.ts';

/** What `startKiosk` is given: the real world in production, stand-ins in tests. */
export interface StartDependencies {
  readonly config: KioskServiceConfig;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
  readonly log: Logger;
  readonly devices: KioskDevices;
  readonly connectServer: (identity: KioskIdentity) => ServerClient;
  readonly timings: Timings;
  readonly version: string;
  /** The flows broke beyond their own handling; the process has to be started anew. */
  readonly onFatal: (error: unknown) => void;
}
