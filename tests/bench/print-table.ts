import type { Figures } from './bench.ts';

/** One row a benchmark, its figures side by side. */
export function printTable(results: Readonly<Record<string, Figures>>): void {
  const width = Math.max(...Object.keys(results).map((name) => name.length));
  for (const [name, figures] of Object.entries(results)) {
    const cells = Object.entries(figures).map(([figure, value]) => `${figure} ${readable(value)}`);
    console.log(`${name.padEnd(width)}  ${cells.join('   ')}`);
  }
}

function readable(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3);
}
