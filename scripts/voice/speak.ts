import startEspeak from '@echogarden/espeak-ng-emscripten';
import { fromPcm16, type Sound } from './sound.ts';

/** The voices of eSpeak NG, and how fast they speak: about four syllables a second, as announcements are spoken. */
export const VOICES = {
  mandarin: { name: 'cmn', rate: 100, pitch: 45 },
  english: { name: 'en-gb', rate: 140, pitch: 45 },
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
    const chunks: Uint8Array[] = [];
    engine.synthesize(text, (audio) => {
      if (audio) chunks.push(Uint8Array.from(audio));
      return false;
    });
    return fromPcm16(Buffer.concat(chunks), engine.get_samplerate());
  };
}
