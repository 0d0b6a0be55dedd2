import { CcTalkBusTwin } from '../../../simulators/cctalk/cctalk-bus-twin.ts';
import { CcTalkBus } from '../../cctalk/bus.ts';
import { createCcTalkCoinAcceptor } from '../../cctalk/coin-acceptor.ts';
import { plugsOf } from '../../conformance/bridge-scene.ts';
import type { CoinProtocol } from './coin-scene.ts';

function ccTalk(): CoinProtocol {
  return {
    name: 'ccTalk',
    twin: (stateDir) => {
      const twin = new CcTalkBusTwin({ stateDir });
      return {
        ...plugsOf(twin),
        isOpen: () => twin.state().accepting,
        insert: (fen, options) => twin.insertCoin(fen, options),
        inBoxFen: () => twin.state().box.totalFen,
        jam: () => twin.setFault({ kind: 'jam' }),
        unjam: () => twin.clearFaults(),
        fault: (kind, times) => twin.setFault({ kind, times }),
      };
    },
    driver: (transport, logger) =>
      createCcTalkCoinAcceptor(
        {
          bus: new CcTalkBus({ transport, check: 'sum', replyTimeoutMs: 60 }),
          address: 2,
          pollMs: 10,
          modelName: 'twin',
        },
        logger,
      ),
  };
}

export const COIN_PROTOCOLS: readonly CoinProtocol[] = [ccTalk()];
