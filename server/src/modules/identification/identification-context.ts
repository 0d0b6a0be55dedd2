import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { Storage } from '../../storage/storage.ts';
import type { IdentityKeys } from './identity-keys.ts';
import type { SmsGateway } from './sms-gateway.ts';

export interface IdentificationContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly keys: IdentityKeys;
  /** Absent: no messages, and so neither code nor owner's phone. */
  readonly sms: SmsGateway | undefined;
  /** Origin under which owners' phones reach this server. */
  readonly publicUrl: string;
}

/** Where somebody stands while they say who they are. */
export interface Place {
  readonly kioskId: string;
  readonly communityId: string;
  /** Network address of who asks. */
  readonly address: string;
}
