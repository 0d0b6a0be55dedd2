import type { Result } from '@louting/common/result';
import type { LightPlace } from '../protocol/auxiliaries.ts';
import type { DeviceCondition, Driver } from './roles.ts';

/**
 * What the sensors of the cabinet say. While the board is away `door` is unknown: whoever closed the kiosk for an open
 * door must not open it for a cut cable.
 */
export interface CabinetCondition extends DeviceCondition {
  readonly door: 'closed' | 'open' | 'unknown';
  readonly tampered: boolean;
  readonly hot: boolean;
  readonly temperatureC?: number;
}

export interface CabinetDriver extends Driver<CabinetCondition> {
  /** What this cabinet can sense at all. */
  readonly senses: { readonly door: boolean; readonly tamper: boolean; readonly heat: boolean };
  /** The lamps that this cabinet has. */
  readonly lights: readonly LightPlace[];
  isLit(place: LightPlace): boolean;
  /** Lamps are made so again after the board lost its power. */
  light(place: LightPlace, lit: boolean): Promise<Result<undefined>>;
}

export interface UpsCondition extends DeviceCondition {
  readonly mains: 'powering' | 'noPower' | 'unknown';
  readonly battery: 'full' | 'low' | 'operational' | 'critical' | 'failure' | 'unknown';
}

export type UpsDriver = Driver<UpsCondition>;
