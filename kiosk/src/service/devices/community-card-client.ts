import { failed, ok, type Result } from '@louting/common/result';
import { fromBase64, toBase64 } from '@louting/device-bridge/protocol/message';
import type { CardProbe } from '@louting/server/contract/card-auth-api';
import type { ServiceLink } from './bridge-link.ts';
import type { CommunityCardPort } from './device-ports.ts';
import type { CommandFailure } from './xfs-channel.ts';

/** A card that lies still answers in a tenth of it. */
const PATIENCE = { timeoutMs: 5_000 };

/** Carries what the card on the reader and the server say to each other. */
export function createCommunityCardPort(link: ServiceLink): CommunityCardPort {
  return {
    open: async (probes) => {
      const opened = await link.command('CommunityCard.Open', { probes: probes.map(asXfs) }, PATIENCE);
      if (!opened.ok) return lost(opened.error);
      const { uid, application, answers } = opened.value;
      const probe = probes.find(({ scheme }) => scheme === application);
      return ok({
        uid: hexOf(uid ?? ''),
        ...(probe && { application: { scheme: probe.scheme, answers: (answers ?? []).map(hexOf) } }),
      });
    },
    relay: async (commands) => {
      const said = await link.command('CommunityCard.Relay', { commands: commands.map(base64Of) }, PATIENCE);
      return said.ok ? ok((said.value.answers ?? []).map(hexOf)) : lost(said.error);
    },
  };
}

/** LT-1019: it was taken away, or says nothing. A bridge without this service tells its own code. */
function lost({ code, completionCode }: CommandFailure): Result<never> {
  const isAbsent = completionCode === 'deviceNotReady' || completionCode === 'unsupportedCommand';
  return failed(isAbsent ? code : 'LT-1019');
}

function asXfs({ scheme, commands }: CardProbe) {
  const card = scheme === 'mifare-classic' ? scheme : 'chip';
  return { name: scheme, card, commands: commands.map(base64Of) } as const;
}

function hexOf(base64: string): string {
  return Buffer.from(fromBase64(base64)).toString('hex').toUpperCase();
}

function base64Of(hex: string): string {
  return toBase64(Buffer.from(hex, 'hex'));
}
