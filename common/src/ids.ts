import { v7 } from 'uuid';

/** A time-ordered id (UUIDv7, RFC 9562), made by the sender and stored before it is sent. */
export type NewId = () => string;

const RANDOM_BYTES = 16;
/** The system is asked for the random bytes of many ids at once: asking costs more than all the rest of an id. */
const pool = new Uint8Array(256 * RANDOM_BYTES);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** Each id of this process sorts after the one before it, also within a millisecond (RFC 9562 §6.2, method 1). */
export const newId: NewId = () => {
  const random = nextRandom();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // 31 random bits: a counter that begins here has room for two thousand million ids before it is full.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else {
    seq += 1;
  }
  return v7({ random, msecs, seq });
};

function nextRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.subarray(used - RANDOM_BYTES, used);
}
