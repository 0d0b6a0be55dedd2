import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { strangeJson } from '@louting/common/fuzz/strange-json';
import { cardAuthRoutes, type ProvingScheme } from '../../contract/card-auth-api.ts';
import { CardSchemesSchema, type CardProving } from './card-masters.ts';
import { poseProof, verifyProof, type CardToProve } from './card-proofs.ts';

const UID = '04A1B2C3D4E5F6';
const ID = '018f3a2e-0000-7000-8000-000000000001';
const master = { desfire: Buffer.alloc(16, 1), fmcos: Buffer.alloc(16, 2), 'mifare-classic': Buffer.alloc(16, 3) };
const PROVING: CardProving = { masters: { 1: master }, schemes: CardSchemesSchema.parse({}) };
/** Ours, of the right length; nobody can have answered it. */
const SECRETS: Readonly<Record<ProvingScheme, Buffer>> = {
  desfire: Buffer.alloc(32, 4),
  fmcos: Buffer.alloc(8, 5),
  'mifare-classic': Buffer.alloc(0),
};

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const bytesOf = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'hex'));

/** What a kiosk relays of a card, first and second time, read as the server reads it. */
function read(scheme: ProvingScheme, frame: Uint8Array): readonly unknown[] {
  const body = json(frame);
  const opened = cardAuthRoutes.start.body.safeParse(body);
  if (!opened.success) return [];
  const answers = bytesOf(opened.data.answers);
  const card: CardToProve = { scheme, keyVersion: 1, uid: Buffer.from(opened.data.uid, 'hex'), serial: answers[0] };
  const posed = poseProof(card, answers, PROVING);
  const verified = verifyProof(card, SECRETS[scheme], answers, PROVING);
  if (verified.ok) throw new Error('bytes that no card made have proved one');
  return [[opened.data, posed.ok ? posed.value.commands.length : posed.error.code, verified.error.code]];
}

function json(frame: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(frame).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** As long as an honest answer is, so that what is behind the length is reached too. */
const LENGTHS = { desfire: [2, 18], fmcos: [10, 10], 'mifare-classic': [2, 2, 18] } as const;
const STATUS = {
  desfire: ['9100', '91AF'],
  fmcos: ['9000', '9000'],
  'mifare-classic': ['9000', '9000', '9000'],
} as const;

const body = (scheme: ProvingScheme, data: Uint8Array): object => ({
  authenticationId: ID,
  uid: UID,
  scheme,
  answers: LENGTHS[scheme].map((length, index) => {
    const filled = Buffer.alloc(length - 2, Buffer.from(data));
    return `${hex(filled)}${STATUS[scheme][index]}`;
  }),
});
const frame = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

export const fuzzed: readonly FuzzedParser[] = (['desfire', 'fmcos', 'mifare-classic'] as const).map((scheme) => ({
  name: `card proof ${scheme}`,
  open: () => ({ push: (bytes) => read(scheme, bytes) }),
  message: (data) => frame(body(scheme, data)),
  strange: (data) => frame(strangeJson(body(scheme, data), data)),
  longestData: 32,
  longestMessage: 1,
  isNeverCut: true,
}));
