/** The part of the package that is used here; it brings no types of its own. */
declare module '@echogarden/espeak-ng-emscripten' {
  interface Worker {
    set_voice(name: string): void;
    set_rate(wordsAMinute: number): void;
    set_pitch(pitch: number): void;
    get_samplerate(): number;
    /** @param hear gets 16-bit mono samples, chunk by chunk; true ends the speech */
    synthesize(text: string, hear: (audio: Int16Array | undefined) => boolean): void;
  }
  const start: () => Promise<{ readonly eSpeakNGWorker: new () => Promise<Worker> | Worker }>;
  export { start as default };
  export type { Worker };
}
