import { mkdir, writeFile } from 'node:fs/promises';
import { hashOf } from '../../kiosk/src/ui/gallery/drawing.ts';
import { allDrawings, coveringDrawings } from './drawings.ts';
import { openGallery } from './gallery.ts';
import { updatePictures } from './pictures.ts';
import { tableOf } from './table.ts';

/**
 * `npm run screens`: draws every screen × letters × language × colours × panel × height of the keys, measures each, and
 * writes the table. `--update`: takes the pictures of the main screens anew. `--sample`: only those in which every two choices meet. Further words: only these screens.
 */
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const every = process.argv.includes('--sample') ? coveringDrawings() : allDrawings();
const drawings = words.length === 0 ? every : every.filter(({ sample }) => words.includes(sample));

if (process.argv.includes('--update')) {
  const gallery = await openGallery();
  console.log(`${await updatePictures(gallery)} pictures taken anew: look at them before they are committed`);
  await gallery.close();
  process.exit(0);
}

const startedAt = Date.now();
const gallery = await openGallery();
const measured = await gallery.measure(drawings, () => true);
await gallery.close();

const table = tableOf(measured);
await mkdir('var/reports', { recursive: true });
await writeFile('var/reports/kiosk-screens.md', table);
console.log(table);
const bad = measured.filter(({ problems }) => problems.length > 0);
for (const { drawing, problems } of bad) console.log(`#${hashOf(drawing)}\n  ${problems.join('\n  ')}`);
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(
  `${measured.length} drawings of ${new Set(drawings.map(({ sample }) => sample)).size} screens, ${bad.length} with shortcomings, ${seconds} s`,
);
process.exitCode = bad.length === 0 ? 0 : 1;
