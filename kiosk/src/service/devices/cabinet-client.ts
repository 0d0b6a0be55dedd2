import { LIGHT_PLACES, type LightPlace } from '@louting/device-bridge/protocol/auxiliaries';
import type { ServiceLink } from './bridge-link.ts';
import type { CabinetPort } from './device-ports.ts';
import { keepFittedReport } from './fitted-port.ts';
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
    ...keepFittedReport('cabinet', 'LT-3601', link),
    light: (places) => {
      if (LIGHT_PLACES.every((place) => places.has(place) === wanted.has(place))) return;
      wanted = places;
      shine();
    },
  };
}
