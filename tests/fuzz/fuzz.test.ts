import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FuzzedParser, FuzzedReader } from '@louting/common/fuzz/fuzzed-parser';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceOf, damaged, inPieces, noise } from './bad-line.ts';

/** Bytes each parser is fed; `npm run fuzz` feeds more. */
const BYTES = Number(process.env.LOUTING_FUZZ_BYTES ?? 100_000);
const SEED = Number(process.env.LOUTING_FUZZ_SEED ?? 1);
const LONG = { timeout: 3_600_000 };
const LONGEST_READ = 16;

const ROOT = new URL('../../', import.meta.url);
const found = (pattern: string): readonly string[] => globSync(pattern, { cwd: ROOT }).sort();
const fuzzFiles = found('{device-bridge,server}/src/**/*.fuzz.ts');
const loaded = await Promise.all(
  fuzzFiles.map((file) => import(new URL(file, ROOT).href) as Promise<{ fuzzed: readonly FuzzedParser[] }>),
);
const parsers = loaded.flatMap(({ fuzzed }) => fuzzed).map((parser) => [parser.name, parser] as const);

test('every driver that decodes what a device sends has its decoder fuzzed', () => {
  const fuzzedFolders = new Set(fuzzFiles.map(dirname));
  const codecs = found('device-bridge/src/drivers/*/codec.ts');
  expect(codecs.length).toBeGreaterThan(10);
  expect(codecs.filter((file) => !fuzzedFolders.has(dirname(file)))).toEqual([]);
});

describe.each(parsers)('%s', (_, { open, message, strange, longestData, longestMessage, isNeverCut }) => {
  const longestRead = isNeverCut ? Infinity : LONGEST_READ;
  const good = message(Uint8Array.of(0xf0, 0x01, 0x02));
  const expected = open().push(good);

  /** Sends the good message until it is heard as on a fresh line, for no longer than one longest message. */
  function isHeardAgain(reader: FuzzedReader): boolean {
    const enough = reader.quiet || isNeverCut ? 1 : 1 + Math.ceil(longestMessage / good.length);
    reader.quiet?.();
    for (let sent = 0; sent < enough; sent += 1)
      if (isDeepStrictEqual(reader.push(good).slice(-1), expected)) return true;
    return false;
  }

  test('bytes of a bad line never make it throw, and it hears again after them', LONG, () => {
    expect(expected).toHaveLength(1);
    const below = chanceOf(SEED);
    const reader = open();
    for (let fed = 0; fed < BYTES;) {
      const data = noise(1 + below(longestData), below);
      const kind = below(3);
      const wire = kind === 0 ? data : kind === 1 && strange ? strange(data) : damaged(message(data), below);
      for (const piece of isNeverCut ? [wire] : inPieces(wire, longestRead, below)) reader.push(piece);
      fed += wire.length;
      if (!isHeardAgain(reader)) throw new Error(`deaf after ${fed} bytes of seed ${SEED}`);
    }
  });

  test('without a silence it hears again at the latest when its longest message has gone by', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const reader = open();
        reader.push(bytes);
        expect(isHeardAgain({ push: (more) => reader.push(more) })).toBe(true);
        expect(reader.push(good)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('every message survives the line in pieces of any size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: longestData }), fc.nat(), (data, seed) => {
        const wire = message(data);
        const whole = open().push(wire);
        expect(whole).toHaveLength(1);
        const reader = open();
        const pieces = isNeverCut ? [wire] : [...inPieces(wire, 1 + (seed % 9), chanceOf(seed))];
        expect(pieces.flatMap((piece) => reader.push(piece))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});
