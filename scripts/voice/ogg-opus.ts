import library from 'opus-encdec/dist/libopus-encoder.wasm.js';
import { OggOpusEncoder } from 'opus-encdec/src/oggOpusEncoder.js';
import type { Sound } from './sound.ts';

const FRAME_MS = 60;
/** What the header tells the player to drop: the encoder's start, not the first syllable. */
const DROPPED_SECONDS = 0.08;

const SETTINGS = {
  encoderApplication: 2048,
  encoderSampleRate: 16_000,
  encoderBitRate: 18_000,
  encoderComplexity: 5,
  encoderFrameSize: FRAME_MS,
  numberOfChannels: 1,
  resampleQuality: 5,
  maxFramesPerPage: 200,
  // The same sound is the same file.
  serial: 1,
};

export async function openEncoder(): Promise<(sound: Sound) => Buffer> {
  if (!library.isReady) await new Promise<void>((ready) => (library.onready = ready));
  return ({ rate, samples }) => {
    const frame = Math.round((rate * FRAME_MS) / 1_000);
    const lead = Math.round(rate * DROPPED_SECONDS);
    // Whole frames only: the encoder would fill a broken one with as much silence again as there is sound.
    const padded = new Float32Array(Math.ceil((lead + samples.length) / frame) * frame);
    padded.set(samples, lead);
    const encoder = new OggOpusEncoder({ ...SETTINGS, originalSampleRate: rate }, library);
    const pages = [
      encoder.generateIdPage(),
      encoder.generateCommentPage(),
      ...encoder.encode([padded]),
      ...encoder.encodeFinalFrame(),
    ];
    encoder.destroy();
    return Buffer.concat(pages.flatMap((each) => (each ? [each.page] : [])));
  };
}
