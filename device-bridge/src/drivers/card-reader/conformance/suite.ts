import { createCipheriv, createDecipheriv } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64 } from '../../../protocol/message.ts';
import type { CommandPayload, CompletionPayload } from '../../../protocol/profile.ts';
import { createCommunityCardService } from '../../../services/card-reader/community-card-service.ts';
import type { CommandContext, Completion } from '../../../services/xfs-service.ts';
import type { CardFault, VirtualCard } from '../../../simulators/virtual-card/card.ts';
import type { ReaderScene } from './scene.ts';

const KEY = Buffer.alloc(16, 0x42);
const RANDOM = Buffer.alloc(16, 0x11);
const ZEROES = Buffer.alloc(16);
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const DESFIRE: VirtualCard = { uid: bytes('04010203040580'), kind: 'desfire', key: KEY };
const FMCOS: VirtualCard = { uid: bytes('A1B2C3D4'), kind: 'fmcos', key: Buffer.alloc(16, 1) };
const CLASSIC: VirtualCard = {
  uid: bytes('04A1B2C3'),
  kind: 'mifare-classic-1k',
  key: bytes('A0A1A2A3A4A5'),
  block: Buffer.alloc(16, 7),
};
const PROBES = [
  { name: 'desfire', card: 'chip' as const, commands: apdus('905A000003544CF500', '9071000002010000') },
  { name: 'fmcos', card: 'chip' as const, commands: apdus('00A40000023F01') },
  { name: 'mifare-classic', card: 'mifare-classic' as const, commands: [] },
];

function apdus(...hex: readonly string[]): string[] {
  return hex.map((one) => toBase64(bytes(one)));
}

const hexOf = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString('hex');

/** What whoever has the key says to the card's challenge. */
function token(challenge: string): string {
  const decipher = createDecipheriv('aes-128-cbc', KEY, ZEROES).setAutoPadding(false);
  const random = decipher.update(bytes(challenge).subarray(0, 16));
  const cipher = createCipheriv('aes-128-cbc', KEY, ZEROES).setAutoPadding(false);
  const sealed = cipher.update(Buffer.concat([RANDOM, random.subarray(1), random.subarray(0, 1)]));
  return `90AF000020${sealed.toString('hex')}00`;
}

/** What every driver of a card reader does with every kind of card. Tests of one machine's reader belong in one file. */
export function cardReaderConformance(name: string, isThere: boolean, open: () => Promise<ReaderScene>): void {
  describe.skipIf(!isThere)(`cards on a reader: ${name}`, () => {
    let scene: ReaderScene;
    let take: (() => Promise<void>) | undefined;
    let service: ReturnType<typeof createCommunityCardService>;
    const context: CommandContext = {
      signal: new AbortController().signal,
      transactionId: undefined,
      client: {},
      event: vi.fn(),
    };

    async function openCard(): Promise<Completion<'CommunityCard.Open'>> {
      return (await service.handlers['CommunityCard.Open']?.({ probes: PROBES }, context)) ?? {};
    }
    async function relay(...commands: readonly string[]): Promise<Completion<'CommunityCard.Relay'>> {
      const payload: CommandPayload<'CommunityCard.Relay'> = { commands: apdus(...commands) };
      return (await service.handlers['CommunityCard.Relay']?.(payload, context)) ?? {};
    }
    async function lay(card: VirtualCard, fault?: CardFault): Promise<void> {
      await take?.();
      await expect.poll(() => scene.driver.card()).toBeUndefined();
      take = await scene.lay({ ...card, fault });
      await expect.poll(() => scene.driver.card()).toBeDefined();
    }
    const answersOf = ({ payload }: { readonly payload?: CompletionPayload<'CommunityCard.Relay'> }): string[] =>
      (payload?.answers ?? []).map(hexOf);

    beforeEach(async () => {
      scene = await open();
      service = createCommunityCardService('Community', scene.driver);
      scene.driver.start();
      await expect.poll(() => scene.driver.condition().device).toBe('online');
    });
    afterEach(async () => {
      await take?.();
      take = undefined;
      // The service has to have seen it go: a card laid down in the same round of its poll is no new card to it.
      await expect.poll(() => scene.driver.card()).toBeUndefined();
      await scene.close();
    });

    it('each kind of card is told apart, and proves itself to whoever has its key', async () => {
      await lay(DESFIRE, { kind: 'slow', ms: 60 });
      const opened = await openCard();
      expect(opened.payload).toMatchObject({ application: 'desfire', uid: toBase64(DESFIRE.uid) });
      const [answer = ''] = answersOf(await relay(token(hexOf(opened.payload?.answers?.[1]))));
      const decipher = createDecipheriv('aes-128-cbc', KEY, ZEROES).setAutoPadding(false);
      const said = decipher.update(bytes(answer).subarray(0, 32));
      expect(said.subarray(4, 20)).toEqual(Buffer.concat([RANDOM.subarray(1), RANDOM.subarray(0, 1)]));

      await lay(FMCOS);
      expect((await openCard()).payload).toMatchObject({ application: 'fmcos' });
      expect(answersOf(await relay('00880001088000000000000000'))).toEqual(['95f8a5e5dd31d9009000']);

      await lay(CLASSIC);
      expect((await openCard()).payload).toMatchObject({ application: 'mifare-classic', answers: [] });
      const sector = ['FF82000006A0A1A2A3A4A5', 'FF860000050100046000', 'FFB0000410'] as const;
      expect(answersOf(await relay(...sector))).toEqual(['9000', '9000', `${'07'.repeat(16)}9000`]);
      expect(answersOf(await relay('FF82000006FFFFFFFFFFFF', ...sector.slice(1)))).toEqual(['9000', '6300']);
      expect(await relay('FFD6000410')).toMatchObject({ completionCode: 'invalidData', failure: { code: 'LT-9001' } });
    });

    it('a copy answers, and not with the key; garbage is no application', async () => {
      await lay(DESFIRE, { kind: 'wrong-key' });
      const opened = await openCard();
      expect(answersOf(await relay(token(hexOf(opened.payload?.answers?.[1]))))).toEqual(['91ae']);
      await lay(DESFIRE, { kind: 'garbage' });
      const garbled = await openCard();
      expect(garbled.payload).toMatchObject({ uid: toBase64(DESFIRE.uid) });
      expect(garbled.payload?.application).toBeUndefined();
      expect((await relay('9060000000')).payload).toEqual({ errorCode: 'notOpened' });
    });

    it('pulled away in the middle: said so, and the next card begins anew', async () => {
      await lay(DESFIRE, { kind: 'pulled', after: 3 });
      const opened = await openCard();
      expect(opened.payload).toMatchObject({ application: 'desfire' });
      const pulled = await relay(token(hexOf(opened.payload?.answers?.[1])));
      expect(pulled).toMatchObject({ completionCode: 'commandErrorCode', payload: { errorCode: 'noMedia' } });
      await lay(DESFIRE, { kind: 'pulled', after: 1 });
      expect(await openCard()).toMatchObject({ completionCode: 'commandErrorCode', failure: { code: 'LT-1005' } });
      await lay(DESFIRE);
      expect((await relay('9060000000')).payload).toEqual({ errorCode: 'notOpened' });
      expect((await openCard()).payload).toMatchObject({ application: 'desfire' });
    });
  });
}
