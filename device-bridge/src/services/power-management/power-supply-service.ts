import type { UpsDriver } from '../../drivers/cabinet-roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { Unsolicited, type XfsService } from '../xfs-service.ts';

/** The UPS: reported, never told to save power or to switch off. */
export function createPowerSupplyService(name: string, driver: UpsDriver): XfsService {
  const unsolicited = new Unsolicited();

  const status = (): XfsStatus => {
    const { mains, battery } = driver.condition();
    return {
      common: commonStatus(driver.condition()),
      powerManagement: {
        info: {
          ...(mains !== 'unknown' && { powerInStatus: mains, powerOutStatus: 'powering' }),
          ...(battery !== 'unknown' && { batteryStatus: battery }),
          ...(mains === 'noPower' && { batteryChargingStatus: 'discharging' }),
        },
      },
    };
  };
  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', status()));
  tellErrors(driver, unsolicited);

  return {
    name,
    interfaces: ['PowerManagement'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      powerManagement: { powerSaveControl: false, batteryRechargeable: true },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {},
  };
}
