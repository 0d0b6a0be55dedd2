import type { FailureCode } from '@louting/common/failure-codes';
import type { CabinetCondition } from '../cabinet-roles.ts';
import type { CabinetModbusProfile } from './profile.ts';

/** One round over the line. */
export interface Reading {
  readonly inputs: readonly boolean[];
  /** Absent: not asked in this round, or the sensor did not answer. */
  readonly temperatureC?: number;
}

/** What is believed so far; `closedInARow` readings said that door and tamper contact are well. */
export interface Senses {
  readonly doorOpen: boolean;
  readonly tampered: boolean;
  readonly hot: boolean;
  readonly closedInARow: number;
  readonly temperatureC: number | undefined;
}

export const NOTHING_SENSED: Senses = {
  doorOpen: false,
  tampered: false,
  hot: false,
  closedInARow: 0,
  temperatureC: undefined,
};

/** Trouble is believed at once; being well again only after readings in a row, and some degrees further down. */
export function sense(before: Senses, reading: Reading, profile: CabinetModbusProfile): Senses {
  const { inputs, temperature, closedReadings } = profile;
  const isBad = (input: (typeof inputs)['door']): boolean =>
    input !== undefined && reading.inputs[input.input] !== (input.wellWhen === 'on');
  const doorOpen = isBad(inputs.door);
  const tampered = isBad(inputs.tamper);
  const closedInARow = doorOpen || tampered ? 0 : before.closedInARow + 1;
  const settled = closedInARow >= closedReadings;
  const temperatureC = reading.temperatureC ?? before.temperatureC;
  return {
    doorOpen: doorOpen || (before.doorOpen && !settled),
    tampered: tampered || (before.tampered && !settled),
    hot: isHot(before.hot, temperatureC, temperature),
    closedInARow,
    temperatureC,
  };
}

function isHot(
  before: boolean,
  temperatureC: number | undefined,
  limits: CabinetModbusProfile['temperature'],
): boolean {
  if (limits === undefined || temperatureC === undefined) return false;
  return temperatureC >= limits.hotC - (before ? limits.coolerByC : 0);
}

/** The gravest first: each of them asks for all that the ones below it ask for. */
export function conditionOf({ doorOpen, tampered, hot, temperatureC }: Senses): CabinetCondition {
  const code: FailureCode | undefined = tampered ? 'LT-3603' : doorOpen ? 'LT-3602' : hot ? 'LT-3604' : undefined;
  return {
    device: 'online',
    ...(code && { code }),
    door: doorOpen ? 'open' : 'closed',
    tampered,
    hot,
    ...(temperatureC !== undefined && { temperatureC }),
  };
}
