declare module 'opus-encdec/dist/libopus-encoder.wasm.js' {
  const library: { readonly isReady: boolean; onready: () => void };
  export { library as default };
}

declare module 'opus-encdec/src/oggOpusEncoder.js' {
  interface Page {
    readonly page: Uint8Array;
  }
  class OggOpusEncoder {
    constructor(options: Readonly<Record<string, number>>, library: unknown);
    generateIdPage(): Page;
    generateCommentPage(): Page;
    encode(channels: readonly Float32Array[]): readonly (Page | undefined)[];
    encodeFinalFrame(): readonly Page[];
    destroy(): void;
  }
  export { OggOpusEncoder };
}
