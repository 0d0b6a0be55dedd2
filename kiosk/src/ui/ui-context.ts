import { createContext, useContext } from 'react';
import type { Intent, ScreenModel, ScreenName } from '../screens.ts';

export interface Ui {
  readonly model: ScreenModel;
  readonly send: (intent: Intent) => void;
}

export const UiContext = createContext<Ui | undefined>(undefined);

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (ui === undefined) throw new Error('a screen part is drawn outside the app');
  return ui;
}

/** The member of the screen model that draws `Name`; `bills` and `choose` share one. */
export type ModelOf<Name extends ScreenName, Model = ScreenModel> = Model extends { readonly screen: infer Names }
  ? Name extends Names
    ? Model
    : never
  : never;
