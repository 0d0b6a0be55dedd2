import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';

/** What every payment channel needs from outside itself. */
export interface ChannelDependencies {
  readonly clock: Clock;
  /** Random part of a request; it must never repeat, but it carries no meaning. */
  readonly newNonce: () => string;
  readonly failPoints: FailPoints;
  readonly logger: Logger;
}
