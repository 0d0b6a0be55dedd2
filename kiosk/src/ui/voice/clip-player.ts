import type { Language } from '../../screens.ts';
import type { Volume } from '../../screens/sound.ts';
import type { Clips } from './numerals.ts';
import { playTone, type Tone } from './tones.ts';

const GAIN: Readonly<Record<Volume, number>> = { 0: 0, 1: 0.3, 2: 0.65, 3: 1 };
/** A new line may begin this long after the decision, so that its first clips are scheduled together. */
const HEAD_START_SECONDS = 0.03;
const INDEX_RETRY_MS = 10_000;
/** All pieces of numbers and some dozen sentences: about twenty megabytes, whatever the number of sessions. */
const SOUNDS_KEPT = 140;

type Index = Readonly<Record<string, string>>;

export interface Playing {
  /** Resolves with the clips that could not be played, once the others are over. */
  readonly ended: Promise<readonly string[]>;
  stop(): void;
}

/** Plays clips of the kiosk's own origin one after the other. */
export class ClipPlayer {
  readonly #context: AudioContext;
  readonly #output: GainNode;
  readonly #indexes = new Map<Language, Promise<Index>>();
  readonly #sounds = new Map<string, Promise<AudioBuffer | undefined>>();

  constructor(context: AudioContext) {
    this.#context = context;
    this.#output = context.createGain();
    this.#output.connect(context.destination);
  }

  set volume(volume: Volume) {
    this.#output.gain.value = GAIN[volume];
  }

  tone(tone: Tone): void {
    if (this.#context.state === 'running') playTone(this.#context, this.#output, tone);
  }

  /** Fetches what is heard in almost every sentence. */
  async warm(language: Language): Promise<void> {
    const index = await this.#index(language);
    for (const [clip, file] of Object.entries(index)) {
      if (clip.startsWith('number.') || clip.startsWith('unit.')) void this.#sound(file);
    }
  }

  play(clips: Clips, language: Language): Playing {
    const sources: AudioBufferSourceNode[] = [];
    let stopped = false;
    const ended = this.#schedule(clips, language, sources, () => stopped);
    return {
      ended,
      stop: () => {
        stopped = true;
        for (const source of sources) source.stop();
      },
    };
  }

  async #schedule(
    clips: Clips,
    language: Language,
    sources: AudioBufferSourceNode[],
    stopped: () => boolean,
  ): Promise<readonly string[]> {
    const index = await this.#index(language);
    const sounds = await Promise.all(clips.map((clip) => this.#sound(index[clip])));
    const missing = clips.filter((_, position) => sounds[position] === undefined);
    if (stopped() || !(await this.#mayPlay())) return missing;
    let at = this.#context.currentTime + HEAD_START_SECONDS;
    for (const sound of sounds) {
      if (sound === undefined) continue;
      const source = this.#context.createBufferSource();
      source.buffer = sound;
      source.connect(this.#output);
      source.start(at);
      at += sound.duration;
      sources.push(source);
    }
    const last = sources.at(-1);
    if (last) await new Promise<void>((resolve) => last.addEventListener('ended', () => resolve(), { once: true }));
    return missing;
  }

  /** A kiosk's shell lets the page play at once; a browser on a desk waits for the first touch. */
  async #mayPlay(): Promise<boolean> {
    if (this.#context.state === 'running') return true;
    await Promise.race([this.#context.resume(), new Promise((resolve) => window.setTimeout(resolve, 200))]);
    return (this.#context.state as AudioContextState) === 'running';
  }

  #index(language: Language): Promise<Index> {
    const known = this.#indexes.get(language);
    if (known) return known;
    const index = fetch(`voice/${language}.json`)
      .then((answer) => answer.json() as Promise<Index>)
      .catch((): Index => ({}))
      .then((found) => {
        if (Object.keys(found).length === 0) this.#forgetLater(language);
        return found;
      });
    this.#indexes.set(language, index);
    return index;
  }

  /** The clips of a first start are still being made. */
  #forgetLater(language: Language): void {
    window.setTimeout(() => this.#indexes.delete(language), INDEX_RETRY_MS);
  }

  #sound(file: string | undefined): Promise<AudioBuffer | undefined> {
    if (file === undefined) return Promise.resolve(undefined);
    const known = this.#sounds.get(file);
    if (known) {
      this.#keep(file, known);
      return known;
    }
    const sound = fetch(`voice/${file}`)
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`${answer.status}`))))
      .then((bytes) => this.#context.decodeAudioData(bytes))
      .catch(() => {
        this.#sounds.delete(file);
        return undefined;
      });
    this.#keep(file, sound);
    return sound;
  }

  /** What was heard last stays longest. */
  #keep(file: string, sound: Promise<AudioBuffer | undefined>): void {
    this.#sounds.delete(file);
    this.#sounds.set(file, sound);
    const [oldest] = this.#sounds.keys();
    if (this.#sounds.size > SOUNDS_KEPT && oldest !== undefined) this.#sounds.delete(oldest);
  }
}
