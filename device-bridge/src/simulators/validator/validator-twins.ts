import { CcnetUnit } from '../ccnet/unit.ts';
import { EbdsUnit } from '../ebds/unit.ts';
import { Id003Unit } from '../id003/unit.ts';
import { SspUnit } from '../ssp/unit.ts';
import type { BuildUnit } from './unit.ts';
import { ValidatorTwin, type ValidatorTwinOptions } from './validator-twin.ts';

const FACTORY_KEY = '0123456701234567';

const UNITS = {
  ssp: (parts) => new SspUnit(parts),
  essp: (parts) => new SspUnit(parts, FACTORY_KEY),
  id003: (parts) => new Id003Unit(parts),
  ccnet: (parts) => new CcnetUnit(parts),
  ebds: (parts) => new EbdsUnit(parts),
} as const satisfies Record<string, BuildUnit>;

export type TwinProtocol = keyof typeof UNITS;
export const TWIN_PROTOCOLS = Object.keys(UNITS) as [TwinProtocol, ...TwinProtocol[]];

export function createValidatorTwin(protocol: TwinProtocol, options: ValidatorTwinOptions): ValidatorTwin {
  return new ValidatorTwin(protocol, UNITS[protocol], options);
}
