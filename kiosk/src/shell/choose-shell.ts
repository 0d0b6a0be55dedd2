import { chromiumArguments } from './chromium/command-line.ts';

/** What this machine offers for a window. */
export interface Surroundings {
  /** Path of an unpacked Electron runtime, if one is there. */
  readonly electron: string | undefined;
  /** Path of the system's Chromium, if one is there. */
  readonly chromium: string | undefined;
  readonly display: 'wayland' | 'x11' | undefined;
  readonly profile: string;
  readonly window: 'kiosk' | 'desktop';
  /** File Electron starts with. */
  readonly electronMain: string;
}

export type Shell =
  | { readonly shell: 'electron' | 'chromium'; readonly command: string; readonly args: readonly string[] }
  | { readonly shell: 'none'; readonly why: string };

/** Electron when its runtime is there, else the system Chromium, else no window: the product works without one. */
export function chooseShell(home: string, surroundings: Surroundings): Shell {
  const { electron, chromium, display, profile, window, electronMain } = surroundings;
  if (display === undefined) return { shell: 'none', why: 'there is no display' };
  if (electron !== undefined) {
    return { shell: 'electron', command: electron, args: [electronMain, `--ozone-platform=${display}`] };
  }
  if (chromium !== undefined) {
    return { shell: 'chromium', command: chromium, args: chromiumArguments({ home, profile, display, window }) };
  }
  return { shell: 'none', why: 'neither an Electron runtime nor Chromium is installed' };
}
