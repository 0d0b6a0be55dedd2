import { describe, expect, it } from 'vitest';
import { clipLines, SPOKEN_LANGUAGES } from './lines.ts';
import { tableToRecord } from './lines-to-record.ts';
import { openEncoder } from './ogg-opus.ts';
import { judgeRecordings, playable, type Recording } from './recordings.ts';
import { fromPcm16, fromWav, trimmed } from './sound.ts';
import { openSpeaker } from './speak.ts';

const lines = [
  { id: 'number.10', text: '十', when: 'inside amounts and numbers', joined: true },
  { id: 'success.said', text: '缴好了', when: 'screen success', joined: false },
];
const recording = (id: string, textThen: string | undefined): Recording => ({
  id,
  file: `${id}.wav`,
  hash: id,
  textThen,
});

describe('voices of people', () => {
  it('one that says what its sentence says today is played, any other is not', () => {
    const found = [recording('number.10', '十'), recording('success.said', '付好了'), recording('gone', '再见')];
    expect([...playable(lines, found).keys()]).toEqual(['number.10']);
    expect(judgeRecordings(lines, found)).toEqual({
      stale: ['success.said'],
      unaccepted: [],
      unknown: ['gone'],
      missing: [],
    });
  });

  it('one that was just put into the folder waits until somebody says that it is right', () => {
    expect(judgeRecordings(lines, [recording('number.10', undefined)])).toEqual({
      stale: [],
      unaccepted: ['number.10'],
      unknown: [],
      missing: ['success.said'],
    });
  });

  it('the list to record names the file, the words and where they are heard', () => {
    expect(tableToRecord(lines)).toContain('"success.said.wav","缴好了","screen success"');
  });
});

describe('the lines to speak', () => {
  it.each(SPOKEN_LANGUAGES)('%s: each has a name of its own, words, and no slot left in them', (language) => {
    const all = clipLines(language);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, text } of all)
      expect([id, text]).toEqual([id, expect.stringMatching(/^(?!.*\{\{).*[\p{L}\p{N}]/u)]);
  });
});

describe('the voice', () => {
  it.each([
    ['二百八十元四角', 'mandarin', 7],
    ['two hundred and eighty yuan', 'english', 8],
  ] as const)(
    'says %s (%s) as long as %i syllables take, and it is a voice, not noise',
    async (text, voice, syllables) => {
      const speak = await openSpeaker();
      const { rate, samples } = trimmed(speak(text, voice), 0);
      const seconds = samples.length / rate;
      expect(seconds / syllables).toBeGreaterThan(0.12);
      expect(seconds / syllables).toBeLessThan(0.45);
      const crossings = samples.filter((sample, index) => sample > 0 !== (samples[index - 1] ?? 0) > 0).length;
      expect(crossings / seconds).toBeLessThan(4_500);
      const encode = await openEncoder();
      const file = encode({ rate, samples });
      expect(file.subarray(0, 4).toString()).toBe('OggS');
      expect(file.length / seconds).toBeLessThan(4_000);
    },
  );
});

describe('sound', () => {
  const silence = [0, 0, 0, 0];
  const word = [12_000, -12_000, 12_000, -12_000];
  const pcm = (samples: readonly number[]) => new Uint8Array(Int16Array.from(samples).buffer);

  it('is cut down to the words and the pause after them', () => {
    const { samples } = trimmed(fromPcm16(pcm([...silence, ...word, ...silence]), 100), 0.02);
    expect(samples.length).toBe(1 + word.length + 2);
  });

  it('of a stereo recording the left side is taken; what is no WAV file is refused', () => {
    const header = Buffer.alloc(44);
    header.write('RIFF', 0);
    header.write('WAVEfmt ', 8);
    header.writeUInt32LE(16, 16);
    header.writeUInt16LE(1, 20);
    header.writeUInt16LE(2, 22);
    header.writeUInt32LE(48_000, 24);
    header.writeUInt16LE(16, 34);
    header.write('data', 36);
    header.writeUInt32LE(8, 40);
    const sound = fromWav(Buffer.concat([header, pcm([16_384, 1, -16_384, 1])]));
    expect(sound).toEqual({ rate: 48_000, samples: Float32Array.from([0.5, -0.5]) });
    expect(fromWav(Buffer.from('ID3 something else'))).toBeUndefined();
  });
});
