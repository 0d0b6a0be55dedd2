import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a simulated device keeps without power: metal, paper and its non-volatile memory. */
export class MemoryFile<Memory> {
  readonly #file: string;
  readonly memory: Memory;
  /** False on a first start: a twin that never ran has no power-up to tell of. */
  readonly existed: boolean;

  /** @param name of the device: another one has another memory. */
  constructor(stateDir: string, name: string, fresh: Memory) {
    mkdirSync(stateDir, { recursive: true });
    this.#file = join(stateDir, `${name}.json`);
    this.existed = existsSync(this.#file);
    this.memory = this.existed ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Memory) : fresh;
  }

  save(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.memory));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
