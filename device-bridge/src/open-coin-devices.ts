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
import { FACTORY_KEY } from './drivers/ssp/encryption.ts';
import { SspPayout } from './drivers/ssp/payout-dialect.ts';
import { SspPayoutProfileSchema } from './drivers/ssp/payout-profile.ts';
import type { DeviceKit } from './device-kit.ts';
import { readSspKey } from './read-ssp-key.ts';
import { keysOfSspAreSecret, noSecrets } from './transports/trace-secrets.ts';
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

interface DispenserDependencies {
  readonly logger: Logger;
  readonly failPoints: FailPoints;
}

/** @throws Error in one sentence when profile or key cannot be used. */
export function openChangeDispenser(
  config: ChangeDispenserConfig,
  buses: CcTalkBuses,
  kit: DeviceKit,
  dependencies: DispenserDependencies,
): CoinDispenserDriver {
  return config.driver === 'cctalk'
    ? openHoppers(config, buses, kit, dependencies)
    : openSspPayout(config, kit, dependencies);
}

function openHoppers(
  config: Extract<ChangeDispenserConfig, { driver: 'cctalk' }>,
  buses: CcTalkBuses,
  kit: DeviceKit,
  dependencies: DispenserDependencies,
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

function openSspPayout(
  config: Extract<ChangeDispenserConfig, { driver: 'ssp-payout' }>,
  kit: DeviceKit,
  dependencies: DispenserDependencies,
): CoinDispenserDriver {
  const profile = readProfile(SspPayoutProfileSchema, config.profile);
  const transport = kit.line(openProfiledLine(config.transport, profile), keysOfSspAreSecret);
  const dialect = new SspPayout(
    {
      transport,
      address: config.address ?? profile.address,
      protocolVersion: profile.protocolVersion,
      replyTimeoutMs: config.replyTimeoutMs ?? profile.replyTimeoutMs,
      fixedKey: config.fixedKeyFile === undefined ? FACTORY_KEY : readSspKey(config.fixedKeyFile),
      modelName: `${profile.manufacturer} ${profile.models[0] ?? profile.name}`,
    },
    dependencies.logger,
  );
  return createCoinDispenser({ dialect, pollMs: config.pollMs ?? profile.pollMs, transport }, dependencies);
}
