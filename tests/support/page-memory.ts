import type { Page } from 'playwright-core';

/** Everything a page keeps after its garbage was collected: every string of its heap, its document and its stores. */
export async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.enable');
    for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
    const chunks: string[] = [];
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
    const stores = await page.evaluate<string>(`(async () => JSON.stringify([
      document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie,
      await indexedDB.databases(), await caches.keys(), location.href, history.length,
    ]))()`);
    return [...strings, stores, JSON.stringify(await page.context().cookies())].join('\n');
  } finally {
    await session.detach();
  }
}

/** @returns those of the traces that the page still keeps, or that were none to begin with */
export async function keptOf(page: Page, traces: Readonly<Record<string, string>>): Promise<[string, string][]> {
  const memory = await memoryOf(page);
  return Object.entries(traces).filter(([, trace]) => trace === '' || memory.includes(trace));
}
