import type { CoinAcceptorDriver } from '../../drivers/roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { driverFailed, Unsolicited, type XfsService } from '../xfs-service.ts';

/** The coin acceptor as technicians see it; what it takes is told by the cash acceptor it stands beside. */
export function createCoinAcceptorService(
  name: string,
  driver: Pick<CoinAcceptorDriver, 'condition' | 'onCondition' | 'identity' | 'reset' | 'disable'>,
): XfsService {
  const unsolicited = new Unsolicited();
  const status = (): XfsStatus => ({ common: commonStatus(driver.condition()) });
  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', status()));
  tellErrors(driver, unsolicited);
  return {
    name,
    interfaces: ['CoinAcceptor'],
    status,
    capabilities: () => ({ common: commonCapabilities(driver.identity()) }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'CoinAcceptor.Reset': async () => {
        const begun = await driver.reset();
        // Works off its queue only after it was greeted: nobody has to wait for a coin to know that it hears.
        const heard = begun.ok ? await driver.disable() : begun;
        return heard.ok ? {} : driverFailed(heard.error);
      },
    },
  };
}
