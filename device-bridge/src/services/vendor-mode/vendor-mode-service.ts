import type { XfsStatus } from '../../protocol/common.ts';
import type { EventName } from '../../protocol/profile.ts';
import { SERVICE_VERSION } from '../device-information.ts';
import { Unsolicited, type Completion, type XfsService } from '../xfs-service.ts';

type Mode = 'inactive' | 'enterPending' | 'active' | 'exitPending';
type Turn = 'enter' | 'exit';

/** Events and states of the two ways between service and vendor mode, which are mirror images. */
const TURNS: Readonly<
  Record<Turn, { from: Mode; pending: Mode; to: Mode; request: EventName & `VendorMode.${string}` }>
> = {
  enter: { from: 'inactive', pending: 'enterPending', to: 'active', request: 'VendorMode.EnterModeRequestEvent' },
  exit: { from: 'active', pending: 'exitPending', to: 'inactive', request: 'VendorMode.ExitModeRequestEvent' },
};

/**
 * Vendor mode of the whole cabinet: somebody asks for it, every registered application says that it let go of the
 * devices, and then it is entered. Whoever asked and goes away without a word leaves it for all.
 */
export function createVendorModeService(name: string): XfsService {
  const unsolicited = new Unsolicited();
  const applications = new Map<object, string>();
  const awaited = new Set<object>();
  let mode: Mode = 'inactive';
  let keeper: object | undefined;

  const status = (): XfsStatus => ({
    common: { device: 'online' },
    vendorMode: { device: 'online', service: mode },
  });
  const move = (to: Mode): void => {
    mode = to;
    unsolicited.send('Common.StatusChangedEvent', { vendorMode: { device: 'online', service: to } });
  };

  const settle = (): void => {
    if (awaited.size > 0) return;
    if (mode === 'enterPending') {
      move('active');
      unsolicited.send('VendorMode.ModeEnteredEvent', {});
    } else if (mode === 'exitPending') leave();
  };
  const leave = (): void => {
    awaited.clear();
    keeper = undefined;
    move('inactive');
    unsolicited.send('VendorMode.ModeExitedEvent', { connectedApplications: [...applications.values()] });
  };

  const ask = (turn: Turn, client: object): Completion<never> => {
    const { from, pending, request } = TURNS[turn];
    if (mode !== from) return { completionCode: 'sequenceError', failure: { code: 'LT-3905', detail: mode } };
    keeper = client;
    for (const application of applications.keys()) awaited.add(application);
    move(pending);
    unsolicited.send(request, {});
    setImmediate(settle);
    return {};
  };
  const acknowledge = (turn: Turn, client: object): Completion<never> => {
    if (mode !== TURNS[turn].pending || !awaited.delete(client)) {
      return { completionCode: 'sequenceError', failure: { code: 'LT-3905', detail: mode } };
    }
    setImmediate(settle);
    return {};
  };

  return {
    name,
    interfaces: ['VendorMode'],
    status,
    capabilities: () => ({
      common: {
        serviceVersion: SERVICE_VERSION,
        deviceInformation: [],
        powerSaveControl: false,
        antiFraudModule: false,
      },
    }),
    onUnsolicited: unsolicited.on,
    onLeft: (client) => {
      applications.delete(client);
      awaited.delete(client);
      if (client === keeper && mode !== 'inactive') leave();
      else settle();
    },
    handlers: {
      'VendorMode.Register': ({ appName }, { client }) => {
        applications.set(client, appName);
        return {};
      },
      'VendorMode.EnterModeRequest': (_, { client }) => ask('enter', client),
      'VendorMode.EnterModeAcknowledge': (_, { client }) => acknowledge('enter', client),
      'VendorMode.ExitModeRequest': (_, { client }) => ask('exit', client),
      'VendorMode.ExitModeAcknowledge': (_, { client }) => acknowledge('exit', client),
    },
  };
}
