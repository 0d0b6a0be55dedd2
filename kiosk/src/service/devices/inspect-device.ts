import { failed, ok, type Result } from '@louting/common/result';
import { businessTime } from '@louting/common/clock';
import type { XfsStatus } from '@louting/device-bridge/protocol/common';
import type { InspectedDevice } from '../../flows/effects.ts';
import type { ServiceLink } from './bridge-link.ts';

/** As many lines as a technician turns pages for; the whole of it is saved beside the bridge. */
const LINES = 48;
const BYTES_A_LINE = 12;
const SENSORS = ['door', 'tamper', 'heat', 'mains', 'battery'] as const;
const LINE = /^(\S+Z) ([<>]) (.*)$/;

/** What a device says of itself, and the last of its line; the trace is also saved as a file of the bridge. */
export async function inspect(link: ServiceLink): Promise<Result<InspectedDevice>> {
  const [capabilities, status, traced] = await Promise.all([
    link.command('Common.Capabilities', {}),
    link.command('Common.Status', {}),
    link.command('Common.GetTrace', { save: true }),
  ]);
  if (!capabilities.ok) return failed(capabilities.error.code, capabilities.error.detail);
  const [device] = capabilities.value.common.deviceInformation;
  const firmware = device?.firmware?.[0]?.firmwareVersion;
  const recovery = status.ok ? status.value.common.recovery : undefined;
  return ok({
    ...(device?.modelName ? { modelName: device.modelName } : {}),
    ...(firmware ? { firmwareVersion: firmware } : {}),
    ...(recovery ? { recovery } : {}),
    ...(status.ok ? readingsOf(status.value) : {}),
    trace: traced.ok ? newest(traced.value.trace ?? '') : [],
  });
}

function readingsOf({ auxiliaries, powerManagement }: XfsStatus): Pick<InspectedDevice, 'readings'> {
  const said = {
    door: auxiliaries?.cabinetDoor,
    tamper: auxiliaries?.tamperSensor,
    heat: auxiliaries?.heatSensor,
    mains: powerManagement?.info?.powerInStatus,
    battery: powerManagement?.info?.batteryStatus,
  };
  const readings = SENSORS.flatMap((of) => (said[of] ? [{ of, says: said[of] }] : []));
  return readings.length === 0 ? {} : { readings };
}

function newest(trace: string): readonly string[] {
  return trace
    .split('\n')
    .slice(-LINES)
    .flatMap((line) => {
      const [, at = '', arrow, bytes = ''] = LINE.exec(line) ?? [];
      if (arrow === undefined) return [];
      const words = bytes.split(' ');
      const shown = words.length > BYTES_A_LINE ? [...words.slice(0, BYTES_A_LINE), '…'] : words;
      return [`${businessTime(Date.parse(at)).slice(-8)} ${arrow} ${shown.join(' ')}`];
    })
    .toReversed();
}
