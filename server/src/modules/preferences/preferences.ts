import { type PreferenceName, type Preferences, PreferencesSchema } from '../../contract/owner-preferences.ts';

export interface Choice {
  readonly name: string;
  readonly value: string;
}

export function choicesOf(preferences: Preferences): (Choice & { readonly name: PreferenceName })[] {
  const names = Object.keys(PreferencesSchema.shape) as PreferenceName[];
  return names.flatMap((name) => {
    const value = preferences[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Rows as the kiosk is told them. Before anything was chosen, a card may be issued for large letters. */
export function preferencesOf(rows: readonly Choice[], issuedForElder: boolean): Preferences {
  const chosen = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  const { data } = PreferencesSchema.safeParse(issuedForElder ? { mode: 'elder', ...chosen } : chosen);
  return data ?? {};
}
