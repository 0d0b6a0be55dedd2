import { failed, ok } from '@louting/common/result';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CardReaderTwin } from '../../simulators/card-reader/twin.ts';
import { openTcpSocket, type TcpSocket } from '../../simulators/tcp-socket.ts';
import { atrOf, type VirtualCard } from '../../simulators/virtual-card/card.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { readProfile } from '../profile-file.ts';
import { networkReader } from '../card-reader/conformance/scene.ts';
import { cardReaderConformance } from '../card-reader/conformance/suite.ts';
import type { CardReaderDriver, PresentedCard } from '../roles.ts';
import { createTcpCardReader } from './driver.ts';
import { TcpCardReaderProfileSchema } from './profile.ts';

const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00);
const CARD: VirtualCard = { uid: Uint8Array.of(1, 2, 3, 4), kind: 'mifare-classic-1k' };

let twin: CardReaderTwin;
let socket: TcpSocket;
let driver: CardReaderDriver;
let presented: PresentedCard[];

async function becomes(condition: object): Promise<void> {
  await expect.poll(() => driver.condition()).toEqual(condition);
}

async function layCard(): Promise<PresentedCard> {
  const before = presented.length;
  twin.present(CARD);
  await expect.poll(() => presented).toHaveLength(before + 1);
  const card = presented.at(-1);
  if (!card) throw new Error('no card');
  return card;
}

beforeEach(async () => {
  twin = new CardReaderTwin();
  socket = await openTcpSocket(0, (line) => twin.attach(line));
  presented = [];
  driver = createTcpCardReader(
    {
      profile: {
        ...readProfile(TcpCardReaderProfileSchema, 'tcp-card-reader-line'),
        heartbeatMs: 40,
        replyTimeoutMs: 60,
      },
      reopen: { firstMs: 10, longestMs: 40 },
    },
    {
      logger: pino({ level: 'silent' }),
      openTransport: tcpTransport({ host: '127.0.0.1', port: socket.port() }),
    },
  );
  driver.onCardPresented((card) => presented.push(card));
  driver.start();
  await becomes({ device: 'online' });
});

afterEach(async () => {
  await driver.stop();
  twin.close();
  await socket.close();
});

describe('network card reader', () => {
  it('card laid on the reader: answer to reset, UID, identity', async () => {
    const card = await layCard();
    expect(card.atr).toEqual(atrOf(CARD));
    expect(await card.transmit(GET_UID)).toEqual(ok(Uint8Array.of(1, 2, 3, 4, 0x90, 0x00)));
    expect(driver.identity()).toEqual({
      modelName: 'LT-READER-TWIN',
      serialNumber: 'R000001',
      firmwareVersion: '1.0',
    });
  });

  it('commands to one card are answered in order', async () => {
    const card = await layCard();
    const unknown = Uint8Array.of(0x00, 0xa4, 0x04, 0x00);
    expect(await Promise.all([card.transmit(GET_UID), card.transmit(unknown)])).toEqual([
      ok(Uint8Array.of(1, 2, 3, 4, 0x90, 0x00)),
      ok(Uint8Array.of(0x6d, 0x00)),
    ]);
  });

  it('card taken away: told, and it answers no more', async () => {
    const removed = vi.fn<() => void>();
    driver.onCardRemoved(removed);
    const card = await layCard();
    twin.remove();
    await expect.poll(() => removed).toHaveBeenCalledOnce();
    expect(driver.card()).toBeUndefined();
    expect(await card.transmit(GET_UID)).toEqual(failed('LT-1005', 'card was taken away'));
  });

  it('reader hangs: reported, the command fails, and it recovers', async () => {
    const card = await layCard();
    twin.setSilent(true);
    expect(await card.transmit(GET_UID)).toEqual(failed('LT-3901'));
    await becomes({ device: 'offline', code: 'LT-3901' });
    twin.setSilent(false);
    await becomes({ device: 'online' });
  });

  it('unplugged with a card on it: card gone, absent, and back with the card', async () => {
    await layCard();
    await socket.unplug();
    await becomes({ device: 'noDevice', code: 'LT-3001' });
    expect(driver.card()).toBeUndefined();
    await socket.replug();
    await expect.poll(() => presented).toHaveLength(2);
  });

  it('noise on the line is no card', async () => {
    twin.say('CARD zz 3B');
    twin.say('\u0000\u00ff');
    await layCard();
    expect(presented).toHaveLength(1);
  });
});

cardReaderConformance('network reader', true, networkReader);
