import type { AsyncCommand } from 'fast-check';
import { soundOrThrow } from './invariants.ts';
import type { MoneyModel } from './money-model.ts';
import { PowerCut, type World } from './world.ts';

/** How many steps were taken, over all runs. */
export const taken = { steps: 0 };

type Act = (model: MoneyModel, world: World) => Promise<void>;

/** One thing that somebody does, after which the books must be sound, whatever went wrong in it. */
export class Step implements AsyncCommand<MoneyModel, World> {
  readonly #words: string;
  readonly #act: Act;

  /** @param words what a person reads when a run fails */
  constructor(words: string, act: Act) {
    this.#words = words;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(model: MoneyModel, world: World): Promise<void> {
    taken.steps += 1;
    await untilThePowerFails(() => this.#act(model, world));
    soundOrThrow(model, world);
  }

  toString(): string {
    return this.#words;
  }
}

/** Whoever was cut off comes back later and asks again; here it is enough that nothing they began is taken for done. */
export async function untilThePowerFails(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
}

/** The n-th of those there are; nobody: nothing to do. */
export function pick<T>(from: readonly T[], index: number): T | undefined {
  return from.length === 0 ? undefined : from[index % from.length];
}
