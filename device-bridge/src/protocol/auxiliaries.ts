import { z } from 'zod';
import { command } from './message.ts';

/** Where a lamp of the cabinet can stand, by the names of the Lights interface. */
export const LIGHT_PLACES = ['contactless', 'billAcceptor', 'coinAcceptor', 'receiptPrinter', 'scanner'] as const;
export type LightPlace = (typeof LIGHT_PLACES)[number];

/** The standard calls the same door `cabinetDoor` here, and `cabinetDoors` where it is bolted. */
export const AuxiliariesStatusSchema = z.object({
  cabinetDoor: z.enum(['closed', 'open', 'locked', 'bolted', 'tampered']).nullish(),
  tamperSensor: z.enum(['on', 'off']).nullish(),
  heatSensor: z.enum(['on', 'off']).nullish(),
});

const LightState = z.object({
  flashRate: z.enum(['off', 'slow', 'medium', 'quick', 'continuous']).nullish(),
  color: z.enum(['red', 'green', 'yellow', 'blue', 'cyan', 'magenta', 'white']).nullish(),
  direction: z.enum(['entry', 'exit']).nullish(),
});

/** By light, then by position: ours have the one position `default`. */
export const LightsStatusSchema = z.record(z.string(), z.record(z.string(), LightState.nullish()).nullish());

export const PowerManagementStatusSchema = z.object({
  info: z
    .object({
      powerInStatus: z.enum(['powering', 'noPower']).nullish(),
      powerOutStatus: z.enum(['powering', 'noPower']).nullish(),
      batteryStatus: z.enum(['full', 'low', 'operational', 'critical', 'failure']).nullish(),
      batteryChargingStatus: z.enum(['charging', 'discharging', 'notCharging']).nullish(),
    })
    .nullish(),
});

export const auxiliariesCommands = {
  'Auxiliaries.Register': command(
    '2.0',
    z.record(z.string(), z.enum(['register', 'deregister']).nullish()),
    '2.0',
    z.object({ errorCode: z.enum(['invalidAuxiliary']).nullish() }),
  ),
  'Auxiliaries.SetAuxiliaries': command(
    '2.0',
    z.record(z.string(), z.unknown()),
    '2.0',
    z.object({ errorCode: z.enum(['invalidAuxiliary']).nullish() }),
  ),
};

export const lightsCommands = {
  'Lights.SetLight': command(
    '3.0',
    LightsStatusSchema,
    '2.0',
    z.object({ errorCode: z.enum(['invalidLight', 'lightError']).nullish() }),
  ),
};
