import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface BundleSizes {
  /** Script and style that the first screen needs, gzip, in kB of 1,000 bytes. */
  readonly bundleKb: number;
  /** Script and style that come once the first screen stands: other languages, names of the font files. */
  readonly lateKb: number;
}

/** Sizes of the built page in `folder`: what `index.html` names comes first, the rest late. */
export function bundleSizes(folder: string): BundleSizes {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = new Set([...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file));
  const sizes = { bundleKb: 0, lateKb: 0 };
  for (const file of globSync('assets/*.{js,css}', { cwd: folder }))
    sizes[first.has(file) ? 'bundleKb' : 'lateKb'] += gzipSync(readFileSync(join(folder, file))).length / 1_000;
  return sizes;
}
