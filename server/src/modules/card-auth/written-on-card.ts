import type { ProvingScheme } from '../../contract/card-auth-api.ts';
import type { CardProving } from './card-masters.ts';
import { keyOfCard } from './card-proofs.ts';
import { issueBlock } from './mifare-classic.ts';

/** What is written on a card when it is issued under version 1, in hex. Knowing it is as good as having the card. */
export interface WrittenOnCard {
  readonly kind: 'desfire' | 'fmcos' | 'mifare-classic-1k';
  readonly key: string;
  readonly aid?: string;
  readonly keyNumber?: number;
  readonly block?: string;
}

export function writtenOnCard(scheme: ProvingScheme, uid: string, proving: CardProving): WrittenOnCard {
  const bytes = Buffer.from(uid, 'hex');
  const key = keyOfCard({ scheme, keyVersion: 1, uid: bytes, serial: undefined }, proving)?.toString('hex');
  const master = proving.masters[1];
  if (key === undefined || !master) throw new Error('there are no master keys of version 1');
  const { aid, keyNumber } = proving.schemes.desfire;
  if (scheme === 'desfire') return { kind: 'desfire', key, aid, keyNumber };
  if (scheme === 'fmcos') return { kind: 'fmcos', key };
  return { kind: 'mifare-classic-1k', key, block: issueBlock(master['mifare-classic'], bytes).toString('hex') };
}
