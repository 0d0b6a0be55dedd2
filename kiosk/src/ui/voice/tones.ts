import type { ScreenModel } from '../../screens.ts';

export type Tone = 'note-landed' | 'success' | 'error';

/** Sounds are for what happened to money or did not work; a pressed key makes none. */
export function toneOf(before: ScreenModel | undefined, after: ScreenModel): Tone | undefined {
  if (before === undefined) return undefined;
  const isNew = before.screen !== after.screen;
  if (after.screen === 'success' || after.screen === 'booked-later') return isNew ? 'success' : undefined;
  if (after.screen === 'failure' || after.screen === 'card-problem') return isNew ? 'error' : undefined;
  if (after.screen !== 'cash') return undefined;
  if (before.screen !== 'cash') return undefined;
  if (after.insertedFen > before.insertedFen) return 'note-landed';
  return after.problem !== undefined && after.problem !== before.problem ? 'error' : undefined;
}

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly seconds: number;
  readonly loud: number;
}

const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  'note-landed': [{ hertz: 180, at: 0, seconds: 0.06, loud: 0.3 }],
  success: [
    { hertz: 523, at: 0, seconds: 0.16, loud: 0.25 },
    { hertz: 784, at: 0.17, seconds: 0.3, loud: 0.25 },
  ],
  error: [{ hertz: 196, at: 0, seconds: 0.35, loud: 0.25 }],
};

/** Sine waves with soft ends, made on the spot. */
export function playTone(context: AudioContext, output: AudioNode, tone: Tone): void {
  for (const { hertz, at, seconds, loud } of NOTES[tone]) {
    const start = context.currentTime + at;
    const wave = context.createOscillator();
    wave.frequency.value = hertz;
    const swell = context.createGain();
    swell.gain.setValueAtTime(0, start);
    swell.gain.linearRampToValueAtTime(loud, start + 0.015);
    swell.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    wave.connect(swell).connect(output);
    wave.start(start);
    wave.stop(start + seconds);
  }
}
