import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place where the power is cut: the n-th time that a process passes it within one journey. */
export interface CrashPoint {
  readonly process: string;
  readonly name: string;
  readonly occurrence: number;
}

/** The files through which `failPointsFromEnvironment` is told what to do; see `common/src/fail-points.ts`. */
export class FailPointFiles {
  private readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Value of `LOUTING_FAIL_POINTS` for that process. */
  pathOf(process: string): string {
    return join(this.directory, process);
  }

  forgetHits(process: string): void {
    rmSync(`${this.pathOf(process)}.hits`, { force: true });
  }

  /** Every point that the process has passed since `forgetHits`, each occurrence once. */
  pointsPassed(process: string): CrashPoint[] {
    const file = `${this.pathOf(process)}.hits`;
    if (!existsSync(file)) return [];
    const seen = new Map<string, number>();
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((name) => name !== '')
      .map((name) => {
        const occurrence = (seen.get(name) ?? 0) + 1;
        seen.set(name, occurrence);
        return { process, name, occurrence };
      });
  }

  arm(point: CrashPoint): void {
    rmSync(`${this.pathOf(point.process)}.killed`, { force: true });
    writeFileSync(`${this.pathOf(point.process)}.armed`, `${point.name} ${point.occurrence}`);
  }

  /** Answers whether the power was really cut there. */
  disarm(point: CrashPoint): boolean {
    rmSync(`${this.pathOf(point.process)}.armed`, { force: true });
    return existsSync(`${this.pathOf(point.process)}.killed`);
  }
}
