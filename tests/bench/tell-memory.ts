import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

/**
 * Loaded into a measured process before its program. At its end it tells, in kilobytes, the most memory the process ever
 * had and the most that was still in use right after a full collection: what lives, without what only waits to be freed.
 */
let liveBytes = 0;
new PerformanceObserver((list) => {
  const full = list.getEntries().some((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR);
  if (full) liveBytes = Math.max(liveBytes, process.memoryUsage().heapUsed);
}).observe({ entryTypes: ['gc'] });

process.on('exit', () => {
  process.stderr.write(`maxrss ${process.resourceUsage().maxRSS} live ${Math.round(liveBytes / 1024)}\n`);
});

function kindOf(collection: PerformanceEntry): unknown {
  const detail = 'detail' in collection ? collection.detail : undefined;
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? detail.kind : undefined;
}
