import { connect, type Socket } from 'node:net';
import { answerApdu, atrOf, type VirtualCard } from './card.ts';

/** Control bytes of the virtual smart card protocol (vsmartcard, `vpcd`): a message of one byte. */
const POWER_OFF = 0;
const POWER_ON = 1;
const RESET = 2;
const GET_ATR = 4;

/** A card in the field of the virtual reader. */
export interface PresentCard {
  /** Takes the card away. */
  remove(): Promise<void>;
  /** Called when the reader went away under the card. */
  onLost(listener: () => void): void;
}

/**
 * Lays a card on the virtual reader: connecting to `vpcd` is the tap, disconnecting the removal. Messages both ways are
 * a two-byte length, most significant first, and the payload.
 * @throws Error when nothing listens on the port
 */
export async function presentToVpcd(
  card: VirtualCard,
  address: { readonly host: string; readonly port: number },
): Promise<PresentCard> {
  const socket = connect({ ...address, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const lost: (() => void)[] = [];
  let removed = false;
  socket.once('close', () => {
    if (!removed) for (const listener of lost) listener();
  });
  serve(socket, card);
  return {
    remove: () =>
      new Promise((resolve) => {
        removed = true;
        if (socket.closed) return resolve();
        socket.once('close', () => resolve());
        return socket.destroy();
      }),
    onLost: (listener) => void lost.push(listener),
  };
}

function serve(socket: Socket, card: VirtualCard): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const message = pending.subarray(2, 2 + pending.readUInt16BE(0));
      pending = pending.subarray(2 + message.length);
      const answer = answerOf(card, message);
      if (answer) socket.write(framed(answer));
    }
  });
}

function answerOf(card: VirtualCard, message: Uint8Array): Uint8Array | undefined {
  if (message.length !== 1) return answerApdu(card, message);
  const [control] = message;
  if (control === GET_ATR) return atrOf(card);
  // Power and reset are told, not asked: they have no answer.
  if (control === POWER_OFF || control === POWER_ON || control === RESET) return undefined;
  return undefined;
}

function framed(payload: Uint8Array): Uint8Array {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(payload.length, 0);
  return Buffer.concat([head, payload]);
}
