import { CcTalkBusTwin, type CcTalkBusTwinOptions } from '../../../simulators/cctalk/cctalk-bus-twin.ts';
import { SspPayoutTwin, type SspPayoutTwinOptions } from '../../../simulators/ssp/payout-twin.ts';
import { CcTalkBus } from '../../cctalk/bus.ts';
import type { CcTalkCheck } from '../../cctalk/codec.ts';
import { CcTalkHoppers } from '../../cctalk/hoppers.ts';
import { FACTORY_KEY } from '../../ssp/encryption.ts';
import { SspPayout } from '../../ssp/payout-dialect.ts';
import { plugsOf } from '../../conformance/bridge-scene.ts';
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
    triesBadLines: check === 'crc',
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
    ...plugsOf(twin),
    paidFen: () => twin.state().paidFen,
    fill: (fen, coins) => twin.fillHopper(fen, coins),
    jam: () => {
      for (const { denominationFen } of twin.state().hoppers) twin.setFault({ kind: 'jam', denominationFen });
    },
    fault: (kind, times) => twin.setFault({ kind, times }),
  };
}

/** One store of mixed coins, or of notes, that counts them and finds the mix itself. */
export function sspPayoutProtocol(
  name: string,
  { old = false, pays = 'coins' }: Pick<SspPayoutTwinOptions, 'old' | 'pays'>,
  onTwin: (twin: SspPayoutTwin) => void = () => undefined,
): PayoutProtocol {
  return {
    name,
    remembers: true,
    triesBadLines: !old,
    twin: (stateDir) => {
      const twin = new SspPayoutTwin({ stateDir, old, pays, coinMs: COIN_MS, timeoutMs: 60 });
      onTwin(twin);
      return {
        ...plugsOf(twin),
        paidFen: () => twin.state().paidFen,
        fill: (fen, coins) => twin.fill(fen, coins),
        jam: () => twin.setFault({ kind: 'jam' }),
        fault: (kind, times) => twin.setFault({ kind, times }),
      };
    },
    dialect: (transport, logger) =>
      new SspPayout(
        {
          transport,
          address: pays === 'coins' ? 16 : 0,
          protocolVersion: pays === 'coins' ? 6 : 8,
          replyTimeoutMs: 60,
          fixedKey: FACTORY_KEY,
          modelName: 'twin',
        },
        logger,
      ),
  };
}

export const PAYOUT_PROTOCOLS: readonly PayoutProtocol[] = [
  ccTalk('ccTalk, counts all it ever paid', true, {}, 'crc'),
  ccTalk('ccTalk, keeps its order counter', true, { countsTotal: false, keepsOrders: true, dispense: 'no-encryption' }),
  ccTalk('ccTalk, forgets its orders', false, { countsTotal: false }),
  sspPayoutProtocol('SMART Hopper, told until acknowledged', {}),
  sspPayoutProtocol('SMART Hopper, old firmware', { old: true }),
];
