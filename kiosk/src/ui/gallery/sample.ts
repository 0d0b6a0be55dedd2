import type { Frame, Screen } from '../../screens.ts';

/** One screen of the picture book, under a name that also names its picture. */
export interface Sample {
  readonly name: string;
  readonly screen: Screen;
  readonly frame?: Partial<Frame>;
}
