import { CcTalkBusTwin, type CcTalkBusTwinOptions } from '../../../simulators/cctalk/cctalk-bus-twin.ts';
import { CcTalkBus } from '../../cctalk/bus.ts';
import type { CcTalkCheck } from '../../cctalk/codec.ts';
import { CcTalkHoppers } from '../../cctalk/hoppers.ts';
import type { PayoutProtocol, PayoutTwin } from './payout-scene.ts';

const COIN_MS = 15;

/** Three hoppers on one wire, in the ways real ones differ. */
function ccTalk(
  name: string,
  remembers: boolean,
  hoppers: NonNullable<CcTalkBusTwinOptions['hoppers']>,
  check: CcTalkCheck = 'sum',
): PayoutProtocol {
  return {
    name,
    remembers,
    twin: (stateDir) => twinOf(new CcTalkBusTwin({ stateDir, check, coinMs: COIN_MS, timeoutMs: 60, hoppers })),
    dialect: (transport) =>
      new CcTalkHoppers({
        bus: new CcTalkBus({ transport, check, replyTimeoutMs: 60 }),
        hoppers: [
          { address: 3, denominationFen: 100 },
          { address: 4, denominationFen: 50 },
          { address: 5, denominationFen: 10 },
        ],
        dispense: hoppers.dispense ?? 'serial-number',
        modelName: 'twin',
      }),
  };
}

function twinOf(twin: CcTalkBusTwin): PayoutTwin {
  return {
    listen: () => twin.listen(),
    close: () => twin.close(),
    powerCycle: () => twin.powerCycle(),
    unplug: () => twin.unplug(),
    replug: () => twin.replug(),
    onChange: (listener) => twin.onChange(listener),
    paidFen: () => twin.state().paidFen,
    fill: (fen, coins) => twin.fillHopper(fen, coins),
    jam: () => {
      for (const { denominationFen } of twin.state().hoppers) twin.setFault({ kind: 'jam', denominationFen });
    },
    fault: (kind, times) => twin.setFault({ kind, times }),
  };
}

export const PAYOUT_PROTOCOLS: readonly PayoutProtocol[] = [
  ccTalk('ccTalk, counts all it ever paid', true, {}, 'crc'),
  ccTalk('ccTalk, keeps its order counter', true, { countsTotal: false, keepsOrders: true, dispense: 'no-encryption' }),
  ccTalk('ccTalk, forgets its orders', false, { countsTotal: false }),
];
