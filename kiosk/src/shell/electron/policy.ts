/** What the window may do, as plain decisions; main.ts wires them to Electron's events. */

/** Only pages of the kiosk service's own origin. Compared as origins: `http://127.0.0.1:7310.evil.cn` is another. */
export function isAllowedNavigation(target: string, home: string): boolean {
  try {
    return new URL(target).origin === new URL(home).origin;
  } catch {
    return false;
  }
}

/**
 * The kiosk service must be on this machine: the window loads nothing over a network.
 * @returns what is wrong with `address`, or undefined
 */
export function problemOfHome(address: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return `not an address: ${address}`;
  }
  if (url.protocol !== 'http:') return `the kiosk service speaks http on this machine, not ${url.protocol}`;
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)) return `not this machine: ${url.hostname}`;
  return undefined;
}

export interface PermissionAsked {
  readonly permission: string;
  /** What of `media` is asked for. */
  readonly media?: readonly string[];
  /** The camera of this cabinet stands in for a scanner. */
  readonly camera: boolean;
}

/** A payment screen needs no place, notification, clipboard or device of the browser; pictures only where codes are read so. */
export function isAllowedPermission({ permission, media = [], camera }: PermissionAsked): boolean {
  return camera && permission === 'media' && media.length > 0 && media.every((kind) => kind === 'video');
}

export interface KeyStroke {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

const ALLOWED_KEYS: ReadonlySet<string> = new Set([
  'Tab',
  'Enter',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Shift',
  ...'0 1 2 3 4 5 6 7 8 9 * # + -'.split(' '),
  'AudioVolumeUp',
  'AudioVolumeDown',
  // The jack of an accessible keypad.
  'F15',
  'F16',
]);

/** An allow-list: enough to walk the screen and to choose with an accessible keypad, nothing that closes, reloads, prints or leaves. */
export function isAllowedKey({ key, control, alt, meta }: KeyStroke): boolean {
  return !control && !alt && !meta && ALLOWED_KEYS.has(key);
}

/** Sent with every page, in addition to what the page itself declares. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Settings of the one window. Frozen, because a test reads them back. */
export const WEB_PREFERENCES = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  spellcheck: false,
  devTools: false,
  // The screen speaks before anybody has touched it.
  autoplayPolicy: 'no-user-gesture-required',
});
