import type { CabinetDriver } from '../../drivers/cabinet-roles.ts';
import { LIGHT_PLACES, type LightPlace } from '../../protocol/auxiliaries.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import type { CommandPayload } from '../../protocol/profile.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { Unsolicited, type Completion, type XfsService } from '../xfs-service.ts';

/** A relay is on or off. */
const FLASH_RATES = { off: true, continuous: true, slow: false, medium: false, quick: false };
const DOOR = { closed: true, open: true, locked: false, bolted: false, tampered: false };

type SetLight = CommandPayload<'Lights.SetLight'>;

/** Door, tamper contact and warmth of a cabinet as Auxiliaries, its lamps as Lights. */
export function createCabinetService(name: string, driver: CabinetDriver): XfsService {
  const unsolicited = new Unsolicited();
  const { senses } = driver;
  /** What Register may name. */
  const registrable: ReadonlySet<string> = new Set([
    ...(senses.door ? ['cabinetDoor'] : []),
    ...(senses.tamper ? ['tamperSensor'] : []),
    ...(senses.heat ? ['heatSensor'] : []),
  ]);

  const status = (): XfsStatus => {
    const { door, tampered, hot } = driver.condition();
    const known = driver.condition().device === 'online';
    return {
      common: commonStatus(driver.condition()),
      auxiliaries: {
        ...(senses.door && door !== 'unknown' && { cabinetDoor: door }),
        ...(senses.tamper && known && { tamperSensor: tampered ? 'on' : 'off' }),
        ...(senses.heat && known && { heatSensor: hot ? 'on' : 'off' }),
      },
      lights: Object.fromEntries(
        driver.lights.map((place) => [place, { default: { flashRate: driver.isLit(place) ? 'continuous' : 'off' } }]),
      ),
    };
  };
  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', status()));
  tellErrors(driver, unsolicited);

  const setLights = async (payload: SetLight): Promise<Completion<'Lights.SetLight'>> => {
    const wanted = Object.entries(payload).flatMap(([light, positions]) =>
      Object.entries(positions ?? {}).map(([position, state]) => ({
        light,
        position,
        rate: state?.flashRate ?? 'off',
      })),
    );
    const canDo = wanted.every(
      ({ light, position, rate }) => isFitted(driver, light) && position === 'default' && FLASH_RATES[rate],
    );
    if (!canDo) return { completionCode: 'commandErrorCode', payload: { errorCode: 'invalidLight' } };
    for (const { light, rate } of wanted) {
      const done = await driver.light(light as LightPlace, rate === 'continuous');
      if (!done.ok) {
        return { completionCode: 'commandErrorCode', failure: done.error, payload: { errorCode: 'lightError' } };
      }
    }
    return {};
  };

  return {
    name,
    interfaces: ['Auxiliaries', 'Lights'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      auxiliaries: {
        ...(senses.door && { cabinetDoor: DOOR }),
        tamperSensor: senses.tamper,
        heatSensor: senses.heat,
      },
      lights: {
        individualFlashRates: true,
        lights: Object.fromEntries(driver.lights.map((place) => [place, { default: { flashRate: FLASH_RATES } }])),
      },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {
      /** Every change is told to every connection, so registering only has to name what is there. */
      'Auxiliaries.Register': (payload) =>
        Object.keys(payload).every((auxiliary) => registrable.has(auxiliary))
          ? {}
          : { completionCode: 'commandErrorCode', payload: { errorCode: 'invalidAuxiliary' } },
      /** No cabinet of ours has bolts, indicators or a horn. */
      'Auxiliaries.SetAuxiliaries': (payload) =>
        Object.values(payload).every((value) => value === null || value === undefined)
          ? {}
          : { completionCode: 'commandErrorCode', payload: { errorCode: 'invalidAuxiliary' } },
      'Lights.SetLight': setLights,
    },
  };
}

function isFitted({ lights }: CabinetDriver, light: string): boolean {
  return LIGHT_PLACES.some((place) => place === light && lights.includes(place));
}
