/** What a printer has counted in all its life. */
export interface LifeCounters {
  readonly lines: number;
  readonly cuts: number;
}

export interface Knows {
  readonly paper: 'full' | 'low' | 'out';
  readonly counters: LifeCounters;
  readonly modelName: string;
}

/** The reply to a question that waited its turn in the buffer; `undefined`: this printer has none. */
export function answerTo(name: string, data: Uint8Array, known: Knows): Uint8Array | undefined {
  const [first = 0] = data;
  // GS r 1, 49: roll paper sensor; 2, 50: drawer.
  if (name === 'GS r') return Uint8Array.of(first % 48 === 1 && known.paper !== 'full' ? 0x03 : 0);
  if (name === 'ESC v') return Uint8Array.of(known.paper === 'full' ? 0 : 0x03);
  if (name === 'GS I') return information(first, known.modelName);
  // GS g 2 m nL nH: 148 lines fed, 178 cuts; other counters are not this printer's.
  if (name === 'GS g' && first === 0x32) {
    const counter = (data[2] ?? 0) + 256 * (data[3] ?? 0);
    if (counter === 148) return block(0x5f, String(known.counters.lines));
    if (counter === 178) return block(0x5f, String(known.counters.cuts));
  }
  // GS ( H pL pH fn m d1 d2 d3 d4, function 48.
  if (name === 'GS (' && first === 0x48 && data[3] === 0x30 && data.length === 9) {
    return Uint8Array.from([0x37, 0x22, ...data.subarray(5), 0]);
  }
  return undefined;
}

function information(kind: number, modelName: string): Uint8Array | undefined {
  // 1–3, 49–51: one byte each of model, type and version.
  const short = { 1: 0x20, 2: 0x02, 3: 0x01 }[kind > 48 ? kind - 48 : kind];
  if (short !== undefined) return Uint8Array.of(short);
  const text = { 65: '40.12 ESC/POS', 66: 'LOUTING', 67: modelName, 68: 'TWIN000001' }[kind];
  return text === undefined ? undefined : block(0x5f, text);
}

function block(header: number, text: string): Uint8Array {
  return Uint8Array.from([header, ...Buffer.from(text, 'latin1'), 0]);
}
