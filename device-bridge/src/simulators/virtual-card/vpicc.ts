import { connect, type Socket } from 'node:net';
import { atrOf, layDown, type VirtualCard } from './card.ts';

/** Control bytes of the virtual smart card protocol (vsmartcard, `vpcd`): a message of one byte, this and power. */
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
  const laid = layDown(card);
  let pending = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  const hear = async (message: Uint8Array): Promise<void> => {
    if (message.length === 1) {
      // Power and reset are told, not asked: only the answer to reset has an answer.
      if (message[0] === GET_ATR) socket.write(framed(atrOf(card)));
      return;
    }
    const answer = await laid.answer(message);
    if (answer === undefined) socket.destroy();
    else if (!socket.destroyed) socket.write(framed(answer));
  };
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const message = pending.subarray(2, 2 + pending.readUInt16BE(0));
      pending = pending.subarray(2 + message.length);
      turn = turn.then(() => hear(message));
    }
  });
}

function framed(payload: Uint8Array): Uint8Array {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(payload.length, 0);
  return Buffer.concat([head, payload]);
}
