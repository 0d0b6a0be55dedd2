import type { Clock } from '@louting/common/clock';
import type { Logger } from 'pino';
import { CcnetDialect } from '../ccnet/dialect.ts';
import { EbdsDialect } from '../ebds/dialect.ts';
import { Id003Dialect } from '../id003/dialect.ts';
import { SspDialect } from '../ssp/dialect.ts';
import { FACTORY_KEY } from '../ssp/encryption.ts';
import type { OpenDialect } from './dialect.ts';
import type { BillAcceptorProfile } from './profile.ts';

export interface DialectSettings {
  readonly profile: BillAcceptorProfile;
  /** In place of the profile's, where a site needs it. */
  readonly address?: number;
  readonly pollMs?: number;
  readonly replyTimeoutMs?: number;
  /** eSSP: the fixed half of the key, as the device was commissioned with. */
  readonly fixedKey?: string;
}

const HOLD_MS = 1_000;
const CCNET_VALIDATOR = 3;

export function openDialectOf(
  { profile, ...settings }: DialectSettings,
  dependencies: { readonly clock: Clock; readonly logger: Logger },
): OpenDialect {
  const {
    pollMs = profile.pollMs,
    replyTimeoutMs = profile.replyTimeoutMs,
    address = profile.address,
    fixedKey = FACTORY_KEY,
  } = settings;
  const modelName = `${profile.manufacturer} ${profile.models[0] ?? profile.name}`;
  const shared = { pollMs, replyTimeoutMs, modelName, holdMs: profile.holdMs ?? HOLD_MS };
  switch (profile.driver) {
    case 'ssp':
      return (line, tell) => new SspDialect(line, { ...shared, address: address ?? 0 }, tell, dependencies);
    case 'essp':
      return (line, tell) => new SspDialect(line, { ...shared, address: address ?? 0, fixedKey }, tell, dependencies);
    case 'id003':
      return (line, tell) => new Id003Dialect(line, shared, tell, dependencies);
    case 'ccnet':
      return (line, tell) =>
        new CcnetDialect(line, { ...shared, address: address ?? CCNET_VALIDATOR }, tell, dependencies);
    default:
      return (line, tell) => new EbdsDialect(line, shared, tell);
  }
}
