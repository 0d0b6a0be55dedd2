import { LIGHT_PLACES, type LightPlace } from '@louting/device-bridge/protocol/auxiliaries';
import type { ServiceLink } from './bridge-link.ts';
import type { CabinetPort, FittedPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';
import type { XfsChannel } from './xfs-channel.ts';

export function createCabinetPort(link: ServiceLink): CabinetPort {
  let fitted: readonly LightPlace[] = [];
  let wanted: ReadonlySet<LightPlace> = new Set();

  const shine = (): void => {
    if (fitted.length === 0) return;
    const lights = fitted.map((place) => [
      place,
      { default: { flashRate: wanted.has(place) ? ('continuous' as const) : ('off' as const) } },
    ]);
    // A lamp that stays dark costs nobody anything; the next screen asks again.
    void link.command('Lights.SetLight', Object.fromEntries(lights), { timeoutMs: 2_000 });
  };

  const findLamps = async (channel: XfsChannel): Promise<void> => {
    const status = await channel.command('Common.Status', {});
    const lights = status.ok ? (status.value.lights ?? {}) : {};
    fitted = LIGHT_PLACES.filter((place) => Object.hasOwn(lights, place));
    shine();
  };

  link.onAttach((channel) => {
    fitted = [];
    if (channel === undefined || channel === 'missing') return;
    void findLamps(channel);
  });

  return {
    ...createSensorPort('cabinet', 'LT-3601', link),
    light: (places) => {
      if (LIGHT_PLACES.every((place) => places.has(place) === wanted.has(place))) return;
      wanted = places;
      shine();
    },
  };
}

/** Not every cabinet has one: what was never there is no trouble. */
export function createSensorPort(
  role: 'cabinet' | 'ups',
  absentCode: 'LT-3601' | 'LT-3701',
  link: ServiceLink,
): FittedPort {
  let fitted = false;
  link.onAttach((channel) => {
    if (channel !== undefined) fitted = channel !== 'missing';
  });
  return { ...keepReport(role, absentCode, link), fitted: () => fitted };
}
