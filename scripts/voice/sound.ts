/** Mono sound, samples from -1 to 1. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float32Array;
}

const AUDIBLE = 0.008;
const LEAD_SECONDS = 0.01;

export function fromPcm16(bytes: Uint8Array, rate: number): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.byteLength >> 1);
  for (let index = 0; index < samples.length; index += 1) samples[index] = view.getInt16(index * 2, true) / 32_768;
  return { rate, samples };
}

/** The words alone, followed by a pause of exactly `tailSeconds`: what comes together must not stumble. */
export function trimmed({ rate, samples }: Sound, tailSeconds: number): Sound {
  const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  if (first === -1) return { rate, samples: new Float32Array(Math.round(rate * tailSeconds)) };
  const last = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE);
  const start = Math.max(0, first - Math.round(rate * LEAD_SECONDS));
  const words = samples.subarray(start, last + 1);
  const whole = new Float32Array(words.length + Math.round(rate * tailSeconds));
  whole.set(words);
  return { rate, samples: whole };
}

/** @returns undefined when it is no mono or stereo 16-bit PCM file */
export function fromWav(file: Uint8Array): Sound | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return undefined;
  let format: { readonly channels: number; readonly rate: number } | undefined;
  for (let at = 12; at + 8 <= file.byteLength;) {
    const length = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name(at) === 'fmt ') {
      if (view.getUint16(body, true) !== 1 || view.getUint16(body + 14, true) !== 16) return undefined;
      format = { channels: view.getUint16(body + 2, true), rate: view.getUint32(body + 4, true) };
    }
    if (name(at) === 'data' && format) {
      const { channels, rate } = format;
      const all = fromPcm16(file.subarray(body, Math.min(body + length, file.byteLength)), rate);
      return { rate, samples: all.samples.filter((_, index) => index % channels === 0) };
    }
    at = body + length + (length % 2);
  }
  return undefined;
}
