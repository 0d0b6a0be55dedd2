import { randomBytes } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { CardProbe, ProvingScheme } from '../../contract/card-auth-api.ts';
import type { CardProving } from './card-masters.ts';
import { answerDesfire, desfireOpening, diversified, verifyDesfire } from './desfire.ts';
import { fmcosChallenge, fmcosOpening, pbocDiversified, verifyFmcos } from './fmcos.ts';
import { issueBlock, readSector, sectorKey, verifySector } from './mifare-classic.ts';

/** A card as it stands on the books, and the number it says it has. */
export interface CardToProve {
  readonly scheme: ProvingScheme;
  readonly keyVersion: number;
  readonly uid: Buffer;
  /** PBOC application serial; absent: the key was made from the UID. */
  readonly serial: Buffer | undefined;
}

export interface PosedProof {
  readonly commands: readonly Buffer[];
  /** Kept until the card answers. */
  readonly secret: Buffer;
}

/** Only these make an identity strong: the other kinds can be copied. */
export const STRONG_SCHEMES: ReadonlySet<string> = new Set<ProvingScheme>(['desfire', 'fmcos']);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytesOf = (text: string): Buffer => Buffer.from(text, 'hex');

/** What kiosks try on a card before they ask the server. */
export function cardProbes({ schemes }: CardProving): CardProbe[] {
  return [
    { scheme: 'desfire', commands: desfireOpening({ ...schemes.desfire, aid: bytesOf(schemes.desfire.aid) }).map(hex) },
    { scheme: 'fmcos', commands: fmcosOpening(bytesOf(schemes.fmcos.application)).map(hex) },
    { scheme: 'mifare-classic', commands: [] },
  ];
}

/** The key that only this card and the server have. @returns undefined without master keys of that version */
export function keyOfCard(card: CardToProve, { masters, schemes }: CardProving): Buffer | undefined {
  const masterKey = masters[card.keyVersion]?.[card.scheme];
  if (!masterKey) return undefined;
  const { aid, systemIdentifier } = schemes.desfire;
  switch (card.scheme) {
    case 'desfire':
      return diversified(masterKey, card.uid, bytesOf(aid), bytesOf(systemIdentifier));
    case 'fmcos':
      return pbocDiversified(masterKey, card.serial ?? card.uid);
    default:
      return sectorKey(masterKey, card.uid);
  }
}

/** @returns LT-1018 when the card has shown already that it is another, LT-1021 without master keys */
export function poseProof(card: CardToProve, answers: readonly Buffer[], proving: CardProving): Result<PosedProof> {
  const key = keyOfCard(card, proving);
  if (!key) return failed('LT-1021', `version ${card.keyVersion}`);
  switch (card.scheme) {
    case 'desfire': {
      const challenge = answerDesfire(key, answers, randomBytes(16));
      return challenge.ok ? ok({ commands: [challenge.value.command], secret: challenge.value.randoms }) : challenge;
    }
    case 'fmcos': {
      const random = randomBytes(8);
      return ok({ commands: [fmcosChallenge(proving.schemes.fmcos.keyIdentifier, random)], secret: random });
    }
    default:
      return ok({ commands: readSector(proving.schemes.mifareClassic, key), secret: Buffer.alloc(0) });
  }
}

/** @returns LT-1018, LT-1021 */
export function verifyProof(
  card: CardToProve,
  secret: Buffer,
  answers: readonly Buffer[],
  proving: CardProving,
): Result<undefined> {
  const key = keyOfCard(card, proving);
  const masterKey = proving.masters[card.keyVersion]?.[card.scheme];
  if (!key || !masterKey) return failed('LT-1021', `version ${card.keyVersion}`);
  switch (card.scheme) {
    case 'desfire': {
      const session = verifyDesfire(key, secret, answers[0]);
      return session.ok ? ok() : session;
    }
    case 'fmcos':
      return verifyFmcos(key, secret, answers[0]);
    default:
      return verifySector(issueBlock(masterKey, card.uid), answers);
  }
}
