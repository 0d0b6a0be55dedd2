import { existsSync } from 'node:fs';
import { connect } from 'node:net';

/** Where PCSC lite listens, and the variable that moves it. */
const SOCKET = '/run/pcscd/pcscd.comm';
const CMD_VERSION = 0x11;
/** Protocol 4.4, as PCSC lite 1.9; a service of another version answers too, and says so. */
const VERSION = [4, 4, 0];
const ANSWERS_WITHIN_MS = 2_000;

/**
 * Whether the PC/SC service still answers. A client of `pcsc-mini` asks it on the thread of its caller and without a
 * limit of time: a service that takes the call and then says nothing would hold up the whole process, for ever. So its
 * first question is put here before. True as well where there is no such socket: then the client fails at once.
 */
export function pcscdAnswers(withinMs = ANSWERS_WITHIN_MS): Promise<boolean> {
  const path = process.env.PCSCLITE_CSOCK_NAME ?? SOCKET;
  if (process.platform !== 'linux' || !existsSync(path)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (answers: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => end(false), withinMs);
    // Nobody listens: the client hears the same, at once.
    socket.once('error', () => end(true));
    socket.once('close', () => end(true));
    socket.once('data', () => end(true));
    socket.write(question());
  });
}

function question(): Uint8Array {
  const words = Uint32Array.of(VERSION.length * 4, CMD_VERSION, ...VERSION);
  return new Uint8Array(words.buffer);
}
