import type { ProfileName } from './profiles.ts';

export type Theme = 'day' | 'night' | 'contrast';

/** How the screen looks, beside its letters and its language. All but the panel goes back to the usual with the owner. */
export interface Looks {
  /** The panel this kiosk has. */
  readonly profile: ProfileName;
  readonly theme: Theme;
  /** The keys have come down to where a wheelchair reaches them. */
  readonly lowered: boolean;
  /** The settings lie over the screen, which goes on underneath: notes still land, payments still arrive. */
  readonly settings: 'closed' | 'open';
}

export type SettingsIntent =
  | { readonly intent: 'show-settings' }
  | { readonly intent: 'close-settings' }
  | { readonly intent: 'set-theme'; readonly theme: Theme }
  | { readonly intent: 'set-lowered'; readonly lowered: boolean };
