import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import { LIGHT_PLACES, type LightPlace } from '../../protocol/auxiliaries.ts';
import type { TransportFactory } from '../../transports/transport.ts';
import type { CabinetCondition, CabinetDriver } from '../cabinet-roles.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import { READ_DISCRETE_INPUTS, signed, WRITE_SINGLE_COIL } from './codec.ts';
import { createModbusMaster } from './master.ts';
import type { CabinetModbusProfile } from './profile.ts';
import { conditionOf, NOTHING_SENSED, sense, type Reading } from './sense.ts';

export interface CabinetModbusOptions {
  readonly profile: CabinetModbusProfile;
  readonly reopen?: ReopenTiming;
}

export interface CabinetModbusDependencies {
  readonly logger: Logger;
  readonly openTransport: TransportFactory;
}

const UNKNOWN = { door: 'unknown', tampered: false, hot: false } as const;
const ABSENT: CabinetCondition = { device: 'noDevice', code: 'LT-3601', ...UNKNOWN };
const SILENT: CabinetCondition = { device: 'offline', code: 'LT-3901', ...UNKNOWN };
/** The temperature moves slowly: it is asked for in one round out of so many. */
const TEMPERATURE_EVERY = 10;
const SILENT_AFTER = 3;

/** Door, tamper contact, temperature and lamps of a cabinet behind Modbus RTU boards on one RS-485 line. */
export function createCabinetModbus(options: CabinetModbusOptions, deps: CabinetModbusDependencies): CabinetDriver {
  const { profile } = options;
  const logger = deps.logger.child({ driver: 'cabinet-modbus', model: profile.name });
  const lights = LIGHT_PLACES.filter((place) => profile.lights[place] !== undefined);
  const listeners: ((condition: CabinetCondition) => void)[] = [];
  const lit = new Map<LightPlace, boolean>();
  let condition: CabinetCondition = { device: 'starting', ...UNKNOWN };
  let senses = NOTHING_SENSED;
  let timer: NodeJS.Timeout | undefined;
  let round = 0;
  let silentRounds = 0;

  const change = (next: CabinetCondition): void => {
    const { device, code, door } = condition;
    condition = next;
    // A degree more or less is no news.
    if (next.device === device && next.code === code && next.door === door) return;
    logger.info({ condition }, 'cabinet condition changed');
    for (const listener of listeners) listener(next);
  };

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        round = 0;
        silentRounds = 0;
        plan(0);
      },
      onData: (bytes) => master.receive(bytes),
      onLost: () => {
        clearTimeout(timer);
        master.end();
        senses = NOTHING_SENSED;
        change(ABSENT);
      },
    },
    logger,
    options.reopen,
  );
  const master = createModbusMaster((bytes) => line.write(bytes), profile.replyTimeoutMs);

  const plan = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), milliseconds);
  };

  const look = async (): Promise<void> => {
    const reading = await readSensors();
    if (!line.isOpen()) return;
    const wasSilent = silentRounds >= SILENT_AFTER;
    if (reading) {
      silentRounds = 0;
      senses = sense(senses, reading, profile);
      change(conditionOf(senses));
      if (wasSilent || round === 0) await relight();
      round += 1;
    } else {
      silentRounds += 1;
      if (silentRounds === SILENT_AFTER) change(SILENT);
    }
    if (line.isOpen()) plan(profile.pollMs);
  };

  const readSensors = async (): Promise<Reading | undefined> => {
    const { address, inputs, temperature } = profile;
    const count = 1 + Math.max(inputs.door?.input ?? 0, inputs.tamper?.input ?? 0);
    const said = await master.ask({ read: READ_DISCRETE_INPUTS, address, start: 0, count });
    if (said?.reply !== 'bits') return undefined;
    if (!temperature || round % TEMPERATURE_EVERY !== 0) return { inputs: said.bits };
    const { register: start, perDegree } = temperature;
    const warmth = await master.ask({ read: temperature.function, address: temperature.address, start, count: 1 });
    const [value] = warmth?.reply === 'registers' ? warmth.registers : [];
    return { inputs: said.bits, ...(value !== undefined && { temperatureC: signed(value) / perDegree }) };
  };

  const relight = async (): Promise<void> => {
    for (const place of lights) await switchLamp(place, lit.get(place) ?? false);
  };

  const switchLamp = async (place: LightPlace, on: boolean): Promise<Result<undefined>> => {
    const coil = profile.lights[place];
    if (coil === undefined) return failed('LT-3905', place);
    if (!line.isOpen()) return failed('LT-3601');
    const done = await master.ask({ write: WRITE_SINGLE_COIL, address: profile.address, coil, on });
    return done?.reply === 'written' ? ok() : failed('LT-3901', place);
  };

  return {
    start: () => line.start(),
    stop: async () => {
      clearTimeout(timer);
      master.end();
      await line.stop();
    },
    condition: () => condition,
    onCondition: (listener) => void listeners.push(listener),
    identity: () => (condition.device === 'online' ? { modelName: profile.models[0] ?? profile.name } : undefined),
    reset: async () => {
      if (!line.isOpen()) return failed('LT-3601');
      line.reopen('reset');
      return ok();
    },
    senses: {
      door: profile.inputs.door !== undefined,
      tamper: profile.inputs.tamper !== undefined,
      heat: profile.temperature !== undefined,
    },
    lights,
    isLit: (place) => lit.get(place) ?? false,
    light: async (place, on) => {
      if (profile.lights[place] !== undefined) lit.set(place, on);
      return switchLamp(place, on);
    },
  };
}
