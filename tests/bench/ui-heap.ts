import type { CDPSession } from 'playwright-core';

export interface PageHeap {
  /** All of it, after garbage is collected. */
  readonly bytes: number;
  /** Without what the engine compiles: machine code comes as functions turn out to be used often, whoever wrote them. */
  readonly withoutCodeBytes: number;
}

/** What the engine tells of a heap: numbers in rows, whose columns and types stand in `meta`. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] };
  };
  readonly nodes: readonly number[];
}

/** What the page holds; everything that nobody holds is collected before. */
export async function heapOf(devtools: CDPSession): Promise<PageHeap> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const chunks: string[] = [];
  const keep = ({ chunk }: { readonly chunk: string }): void => {
    chunks.push(chunk);
  };
  devtools.on('HeapProfiler.addHeapSnapshotChunk', keep);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', keep);
  return { bytes: usedSize, withoutCodeBytes: bytesWithoutCode(JSON.parse(chunks.join('')) as HeapSnapshot) };
}

function bytesWithoutCode({ snapshot, nodes }: HeapSnapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const code = types[0].indexOf('code');
  let bytes = 0;
  for (let row = 0; row < nodes.length; row += fields.length) {
    if (nodes[row + typeAt] !== code) bytes += nodes[row + sizeAt] ?? 0;
  }
  return bytes;
}
