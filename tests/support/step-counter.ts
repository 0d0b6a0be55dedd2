import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { KioskPage } from './kiosk-page.ts';

interface Journey {
  readonly name: string;
  readonly mode: string;
  readonly touches: number;
  readonly seconds: number;
}

/** Counts what an owner has to touch, and how long the machine takes when nobody has to think. */
export class StepCounter {
  private readonly journeys: Journey[] = [];

  /** @returns a function that ends the count and tells the touches */
  begin(kiosk: KioskPage, name: string): () => number {
    const touchesBefore = kiosk.touches;
    const startedAt = performance.now();
    return () => {
      const touches = kiosk.touches - touchesBefore;
      const seconds = (performance.now() - startedAt) / 1_000;
      this.journeys.push({ name, mode: kiosk.mode, touches, seconds });
      return touches;
    };
  }

  /** Devices run at the speed of the tests: the seconds compare journeys, not cabinets. */
  async write(): Promise<void> {
    const rows = this.journeys.map(
      ({ name, mode, touches, seconds }) => `| ${name} | ${mode} | ${touches} | ${seconds.toFixed(1)} |`,
    );
    const table = `| from card to receipt | letters | touches | machine seconds |\n|---|---|--:|--:|\n${rows.join('\n')}\n`;
    const reports = fileURLToPath(new URL('../../var/reports', import.meta.url));
    await mkdir(reports, { recursive: true });
    await writeFile(`${reports}/kiosk-steps.md`, table);
    process.stdout.write(`\n${table}`);
  }
}
