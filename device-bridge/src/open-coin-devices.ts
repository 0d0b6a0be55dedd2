import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ChangeDispenserConfig, CoinAcceptorConfig } from './config.ts';
import { CcTalkBus } from './drivers/cctalk/bus.ts';
import { createCcTalkCoinAcceptor } from './drivers/cctalk/coin-acceptor.ts';
import { CcTalkHoppers } from './drivers/cctalk/hoppers.ts';
import {
  CcTalkCoinAcceptorProfileSchema,
  CcTalkHopperProfileSchema,
  type CcTalkProfileSchema,
} from './drivers/cctalk/profile.ts';
import { createCoinDispenser } from './drivers/coin-dispenser/driver.ts';
import { readProfile } from './drivers/profile-file.ts';
import type { CoinAcceptorDriver, CoinDispenserDriver } from './drivers/roles.ts';
import type { DeviceKit } from './device-kit.ts';
import { noSecrets } from './transports/trace-secrets.ts';
import { openProfiledLine } from './open-profiled-line.ts';

/** The wires of a bridge: devices whose configuration names the same line share one. */
export class CcTalkBuses {
  readonly #buses = new Map<string, { readonly bus: CcTalkBus; readonly kit: DeviceKit }>();

  at(
    { transport, replyTimeoutMs }: Pick<CoinAcceptorConfig, 'transport' | 'replyTimeoutMs'>,
    profile: z.output<typeof CcTalkProfileSchema>,
    kit: DeviceKit,
  ): CcTalkBus {
    const line = kit.line(openProfiledLine(transport, profile), noSecrets);
    const known = this.#buses.get(line.description);
    if (known) {
      kit.sharesWireOf(known.kit);
      return known.bus;
    }
    const bus = new CcTalkBus({
      transport: line,
      check: profile.check,
      replyTimeoutMs: replyTimeoutMs ?? profile.replyTimeoutMs,
    });
    this.#buses.set(line.description, { bus, kit });
    return bus;
  }
}

/** @throws Error in one sentence when the profile cannot be used. */
export function openCoinAcceptor(
  config: CoinAcceptorConfig,
  buses: CcTalkBuses,
  kit: DeviceKit,
  logger: Logger,
): CoinAcceptorDriver {
  const profile = readProfile(CcTalkCoinAcceptorProfileSchema, config.profile);
  const { sorterPaths } = profile;
  const options = {
    bus: buses.at(config, profile, kit),
    address: config.address ?? profile.address,
    pollMs: config.pollMs ?? profile.pollMs,
    modelName: `${profile.manufacturer} ${profile.models[0] ?? profile.name}`,
    ...(sorterPaths && { sorterPaths }),
  };
  return createCcTalkCoinAcceptor(options, logger);
}

/** @throws Error in one sentence when the profile cannot be used. */
export function openChangeDispenser(
  config: ChangeDispenserConfig,
  buses: CcTalkBuses,
  kit: DeviceKit,
  dependencies: { readonly logger: Logger; readonly failPoints: FailPoints },
): CoinDispenserDriver {
  const profile = readProfile(CcTalkHopperProfileSchema, config.profile);
  const bus = buses.at(config, profile, kit);
  const dialect = new CcTalkHoppers({
    bus,
    hoppers: config.hoppers,
    dispense: profile.dispense,
    modelName: `${profile.manufacturer} ${profile.models[0] ?? profile.name}`,
  });
  return createCoinDispenser({ dialect, pollMs: config.pollMs ?? profile.pollMs, transport: bus.rescue }, dependencies);
}
