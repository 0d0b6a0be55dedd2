import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CcTalkDecoder, encodeFrame as encodeCcTalk } from '../../cctalk/codec.ts';
import { parseBufferedCredit, parseHopperFlags, parseHopperLevel, parseHopperStatus } from '../../cctalk/commands.ts';
import { newCredits } from '../../cctalk/credits.ts';
import { CcnetDecoder, encodeCcnet } from '../../ccnet/codec.ts';
import { parseBillTable, parseIdentification, typeBits } from '../../ccnet/commands.ts';
import { noteStateOf as ccnetNote } from '../../ccnet/status.ts';
import { EbdsDecoder, encodeEbds } from '../../ebds/codec.ts';
import { auxiliaryText, parseStatus } from '../../ebds/messages.ts';
import { read as readEbds } from '../../ebds/status.ts';
import { encodeId003, Id003Decoder } from '../../id003/codec.ts';
import { inhibitBits, parseCurrencies } from '../../id003/commands.ts';
import { noteStateOf as id003Note } from '../../id003/status.ts';
import { encodeFrame, SspDecoder } from '../../ssp/codec.ts';
import { parseCounters, parsePoll, parseSetup } from '../../ssp/commands.ts';
import { seal, unseal } from '../../ssp/encryption.ts';
import type { FrameDecoder } from '../exchange-line.ts';

/** Bytes a parser is fed; the long run is `LOUTING_FUZZ_BYTES=10000000 npx vitest run --project unit parsers`. */
const BYTES = Number(process.env.LOUTING_FUZZ_BYTES ?? 100_000);
const SEED = Number(process.env.LOUTING_FUZZ_SEED ?? 1);
const SLOW = { timeout: 600_000 };

interface Parser {
  readonly decoder: () => FrameDecoder<object>;
  /** A frame around these data bytes, as the device would send it. */
  readonly encode: (data: Uint8Array) => Uint8Array;
  readonly longestData: number;
  /** Everything the driver reads out of a frame's data. */
  readonly parse: (data: Uint8Array) => unknown;
}

const KEY = Uint8Array.from({ length: 16 }, (_, index) => index);

const PARSERS: Readonly<Record<string, Parser>> = {
  ssp: {
    decoder: () => new SspDecoder(),
    encode: (data) => encodeFrame({ address: 0, sequence: 1, data: data.length > 0 ? data : Uint8Array.of(0xf0) }),
    longestData: 255,
    parse: (data) => [parsePoll(data), parseSetup(data), parseCounters(data)],
  },
  essp: {
    decoder: () => new SspDecoder(),
    encode: (data) =>
      encodeFrame({ address: 0, sequence: 0, data: seal(KEY, 7, data, (size) => new Uint8Array(size)) }),
    longestData: 200,
    parse: (data) => [unseal(KEY, 7, data), unseal(KEY, 7, Uint8Array.of(0x7e, ...data))],
  },
  id003: {
    decoder: () => new Id003Decoder(),
    encode: (data) => encodeId003({ code: data[0] ?? 0x11, data: data.slice(1) }),
    longestData: 120,
    parse: (data) => {
      const table = parseCurrencies(data);
      const currencies = table.ok ? table.value : new Map();
      return [inhibitBits(currencies, [100]), id003Note({ code: data[0] ?? 0, data: data.slice(1) }, currencies)];
    },
  },
  ccnet: {
    decoder: () => new CcnetDecoder(),
    encode: (data) => encodeCcnet({ address: 3, body: data.length > 0 ? data : Uint8Array.of(0x14) }),
    longestData: 120,
    parse: (data) => {
      const table = parseBillTable(data);
      const notes = table.ok ? table.value : new Map();
      return [typeBits(notes, [100]), ccnetNote(data, notes), parseIdentification(data)];
    },
  },
  ebds: {
    decoder: () => new EbdsDecoder(),
    encode: (data) => encodeEbds({ type: 2, ack: 1, data }),
    longestData: 120,
    parse: (data) => {
      const frames = [2, 6, 7].map((type) => ({ type, ack: 0 as const, data }));
      return frames.map((frame) => {
        const status = parseStatus(frame);
        return [status.ok && readEbds(status.value), auxiliaryText(frame)];
      });
    },
  },
  cctalk: {
    decoder: () => new CcTalkDecoder('sum'),
    encode: (data) => encodeCcTalk({ to: 1, from: 2, header: 0, data }, 'sum'),
    longestData: 60,
    parse: (data) => {
      const credit = parseBufferedCredit(data);
      const hopper = [parseHopperStatus(data), parseHopperFlags(data), parseHopperLevel(data)];
      return [credit && newCredits(data[0], credit), hopper];
    },
  },
  'cctalk with CRC': {
    decoder: () => new CcTalkDecoder('crc'),
    encode: (data) => encodeCcTalk({ to: 1, header: 0, data }, 'crc'),
    longestData: 60,
    parse: (data) => parseHopperStatus(data),
  },
};

/** A small reproducible source of chance. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a bad line does to good frames: bits flip, bytes go missing, come twice, or come from nowhere. */
function damage(wire: Uint8Array, below: (limit: number) => number): Uint8Array {
  const bytes = [...wire];
  for (let times = below(4); times > 0; times -= 1) {
    const at = below(bytes.length);
    const kind = below(4);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    else if (kind === 1) bytes.splice(at, 1 + below(3));
    else if (kind === 2) bytes.splice(at, 0, bytes[at] ?? 0);
    else bytes.splice(at, 0, below(256));
  }
  return Uint8Array.from(bytes);
}

describe.each(Object.entries(PARSERS))('%s', (_, { decoder: create, encode, longestData, parse }) => {
  test('bytes of a bad line never make it throw, and after a silence the next frame is heard', SLOW, () => {
    const below = chance(SEED);
    const decoder = create();
    const good = encode(Uint8Array.of(0xf0, 0x01, 0x02));
    for (let fed = 0; fed < BYTES;) {
      const data = Uint8Array.from({ length: 1 + below(longestData) }, () => below(256));
      parse(data);
      const wire = below(3) === 0 ? data : damage(encode(data), below);
      for (let at = 0; at < wire.length;) {
        const size = 1 + below(16);
        for (const found of decoder.push(wire.subarray(at, at + size)))
          if ('data' in found) parse(found.data as Uint8Array);
        at += size;
      }
      fed += wire.length;
      decoder.quiet?.();
      const heard = decoder.push(good).filter((found) => !('discarded' in found));
      if (heard.length !== 1) throw new Error(`deaf after ${fed} bytes of seed ${SEED}`);
    }
  });

  test('without a silence it hears again at the latest when its longest frame has gone by', () => {
    const good = encode(Uint8Array.of(0xf0, 0x01, 0x02));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const decoder = create();
        decoder.push(noise);
        const enough = Math.ceil((2 * 260) / good.length);
        const heard = Array.from({ length: enough }, () => decoder.push(good)).flat();
        expect(heard.filter((found) => !('discarded' in found)).length).toBeGreaterThan(0);
        expect(decoder.push(good).filter((found) => !('discarded' in found))).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  test('every frame survives the line in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: longestData }),
        fc.integer({ min: 1, max: 9 }),
        (data, size) => {
          const decoder = create();
          const wire = encode(data);
          const heard = [];
          for (let at = 0; at < wire.length; at += size) heard.push(...decoder.push(wire.subarray(at, at + size)));
          expect(heard).toHaveLength(1);
          expect(heard[0]).not.toHaveProperty('discarded');
        },
      ),
      { numRuns: 60 },
    );
  });
});
