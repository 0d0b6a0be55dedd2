/** A whole number from zero on, below the limit. */
export type Chance = (below: number) => number;

/** A small reproducible source of chance. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function noise(bytes: number, below: Chance): Uint8Array {
  return Uint8Array.from({ length: bytes }, () => below(256));
}

/** What a bad line does to a good message: bits flip, bytes go missing, come twice or from nowhere, and it is cut short. */
export function damaged(message: Uint8Array, below: Chance): Uint8Array {
  const bytes = [...message];
  for (let times = below(4); times > 0; times -= 1) {
    const at = below(bytes.length);
    const kind = below(5);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    else if (kind === 1) bytes.splice(at, 1 + below(3));
    else if (kind === 2) bytes.splice(at, 0, bytes[at] ?? 0);
    else if (kind === 3) bytes.splice(at, 0, below(256));
    else if (below(4) === 0) bytes.length = at;
  }
  return Uint8Array.from(bytes);
}

/** The same bytes in reads of one to `longest`. */
export function* inPieces(bytes: Uint8Array, longest: number, below: Chance): Generator<Uint8Array> {
  for (let at = 0, size = 0; at < bytes.length; at += size) {
    size = 1 + below(longest);
    yield bytes.subarray(at, at + size);
  }
}
