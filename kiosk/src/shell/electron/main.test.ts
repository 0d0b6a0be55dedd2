import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const sources = await Promise.all(
  files.map(async (name) => ({ name, text: await readFile(new URL(name, folder), 'utf8') })),
);
const main = sources.find(({ name }) => name === 'main.ts')?.text ?? '';

/** Settings the official Electron security list forbids, as they would be written. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['Node in the page', /nodeIntegration\w*:\s*true/],
  ['a shared world', /contextIsolation:\s*false/],
  ['no renderer sandbox', /sandbox:\s*false|no-sandbox/],
  ['no same-origin policy', /webSecurity:\s*false|disable-web-security/],
  ['mixed content', /allowRunningInsecureContent:\s*true|insecure-content/],
  ['experimental features', /experimentalFeatures:\s*true|enableBlinkFeatures/],
  ['webview tags', /webviewTag:\s*true/],
  ['opening other programs', /openExternal|openPath|shell\b.*from 'electron'/],
  ['a remote page', /loadURL\(\s*['"`]https?:/],
  ['files as pages', /loadFile|file:\/\//],
  ['developer tools', /openDevTools|devTools:\s*true|remote-debugging/],
  ['messages from the page', /ipcMain|contextBridge|preload/],
  ['ignored certificates', /ignore-certificate|decide\(true\)/],
  ['the remote module', /@electron\/remote/],
];

describe('Electron shell', () => {
  it.each(FORBIDDEN)('never has %s', (_name, pattern) => {
    const bare = sources.map(({ text }) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).join('\n');
    expect(bare).not.toMatch(pattern);
  });

  it.each([
    'app.enableSandbox()',
    'app.requestSingleInstanceLock()',
    "appendSwitch('js-flags', PAGE_ENGINE_FLAGS)",
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    "'will-navigate'",
    "'will-frame-navigate'",
    "'will-redirect'",
    "'will-attach-webview'",
    "'will-download'",
    "'certificate-error'",
    "'render-process-gone'",
    "'unresponsive'",
    "'before-input-event'",
    "'context-menu'",
    'setWindowOpenHandler',
    'onHeadersReceived',
    'Menu.setApplicationMenu(null)',
    'WEB_PREFERENCES',
  ])('handles %s', (control) => {
    expect(main).toContain(control);
  });
});
