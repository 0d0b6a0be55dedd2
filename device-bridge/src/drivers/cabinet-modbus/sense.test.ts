import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile-file.ts';
import { CabinetModbusProfileSchema } from './profile.ts';
import { conditionOf, NOTHING_SENSED, sense, type Reading } from './sense.ts';

const profile = { ...readProfile(CabinetModbusProfileSchema, 'cabinet-modbus-waveshare-io-8ch'), closedReadings: 3 };
const WELL: Reading = { inputs: [true, true] };
const OPEN: Reading = { inputs: [false, true] };
const TAMPERED: Reading = { inputs: [false, false] };
const warm = (temperatureC: number): Reading => ({ ...WELL, temperatureC });

describe('what the cabinet senses', () => {
  it.each<[string, readonly Reading[], string | undefined]>([
    ['all is well', [WELL], undefined],
    ['door opened: believed at once', [WELL, OPEN], 'LT-3602'],
    ['door swings: not closed yet', [OPEN, WELL, WELL], 'LT-3602'],
    ['door closed and stays so', [OPEN, WELL, WELL, WELL], undefined],
    ['door bangs: the count begins anew', [OPEN, WELL, WELL, OPEN, WELL, WELL], 'LT-3602'],
    ['tampered with goes before an open door', [TAMPERED], 'LT-3603'],
    ['a board that sends too few inputs looks open', [{ inputs: [] }], 'LT-3603'],
    ['hot', [warm(60)], 'LT-3604'],
    ['a little cooler is still hot', [warm(61), warm(56)], 'LT-3604'],
    ['cool again', [warm(61), warm(54)], undefined],
    ['a thermometer that fell silent while hot', [warm(61), WELL], 'LT-3604'],
    ['an open door goes before heat', [warm(61), OPEN], 'LT-3602'],
  ])('%s', (_event, readings, code) => {
    const senses = readings.reduce((before, reading) => sense(before, reading, profile), NOTHING_SENSED);
    expect(conditionOf(senses).code).toBe(code);
  });
});
