import startEspeak from '@echogarden/espeak-ng-emscripten';
import type { Sound } from './sound.ts';

/** The voices of eSpeak NG, and how fast they speak: about four syllables a second, as announcements are spoken. */
export const VOICES = {
  mandarin: { name: 'cmn', rate: 165, pitch: 45 },
  english: { name: 'en-gb', rate: 150, pitch: 45 },
} as const;

export type VoiceName = keyof typeof VOICES;

/** @returns a speaker that keeps its engine, which takes a quarter of a second to start */
export async function openSpeaker(): Promise<(text: string, voice: VoiceName) => Sound> {
  const { eSpeakNGWorker } = await startEspeak();
  const engine = await new eSpeakNGWorker();
  let speaking: VoiceName | undefined;
  return (text, voice) => {
    // Loads the dictionary of the language.
    if (voice !== speaking) engine.set_voice(VOICES[voice].name);
    speaking = voice;
    engine.set_rate(VOICES[voice].rate);
    engine.set_pitch(VOICES[voice].pitch);
    const chunks: Int16Array[] = [];
    engine.synthesize(text, (audio) => {
      // The next chunk is written over it.
      if (audio) chunks.push(audio.slice());
      return false;
    });
    return { rate: engine.get_samplerate(), samples: joined(chunks) };
  };
}

function joined(chunks: readonly Int16Array[]): Float32Array {
  const samples = new Float32Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    for (const sample of chunk) {
      samples[at] = sample / 32_768;
      at += 1;
    }
  }
  return samples;
}
