import { app, BrowserWindow, Menu, session, type WebContents } from 'electron';
import { PAGE_ENGINE_FLAGS } from '../chromium/command-line.ts';
import {
  PROBE_EVERY_MS,
  WATCHDOG_START,
  watch,
  type WatchdogAction,
  type WatchdogEvent,
  type WatchdogState,
} from '../watchdog.ts';
import {
  CONTENT_SECURITY_POLICY,
  WEB_PREFERENCES,
  isAllowedKey,
  isAllowedNavigation,
  isAllowedPermission,
  problemOfHome,
} from './policy.ts';

/**
 * The window of a kiosk. It shows the pages of the kiosk service on this machine and nothing else: no preload script,
 * no message channel, no file of its own. On Linux `kiosk` is only full screen; the compositor does the rest.
 */
const camera = process.env['LOUTING_KIOSK_CAMERA'] === 'true';
const home = process.env['LOUTING_KIOSK_URL'] ?? 'http://127.0.0.1:7310/';
const PROBE_PATIENCE_MS = 4_000;
/** Answers only when a frame is drawn and the page holds something to see. */
const PROBE = `new Promise((seen) => requestAnimationFrame(() =>
  seen((document.getElementById('root')?.childElementCount ?? 0) > 0)))`;

const say = (msg: string, facts: object = {}): void => {
  process.stdout.write(`${JSON.stringify({ time: Date.now(), name: 'shell', msg, ...facts })}\n`);
};

let window: BrowserWindow | undefined;
let watchdog: WatchdogState = WATCHDOG_START;

function openWindow(): void {
  window?.destroy();
  window = new BrowserWindow({
    kiosk: process.env['LOUTING_KIOSK_WINDOW'] !== 'desktop',
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: '#fbf7ef',
    webPreferences: { ...WEB_PREFERENCES },
  });
  window.on('unresponsive', () => trouble('unresponsive'));
  load();
}

function load(): void {
  // A refused load is reported by `did-fail-load`, which plans the next try.
  window?.loadURL(home).catch(() => {});
}

function trouble(event: 'gone' | 'unresponsive' | 'load-failed', facts: object = {}): void {
  say('window trouble', { event, ...facts });
  happen({ event, at: Date.now() });
}

function happen(event: WatchdogEvent): void {
  const next = watch(watchdog, event);
  watchdog = next.state;
  follow(next.action);
}

function follow(action: WatchdogAction): void {
  switch (action.action) {
    case 'none':
      return;
    case 'exit':
      say('window cannot be kept alive, leaving it to the supervisor');
      app.exit(1);
      return;
    case 'reload':
      setTimeout(load, action.afterMs);
      return;
    case 'recreate':
      setTimeout(openWindow, action.afterMs);
  }
}

async function probe(): Promise<void> {
  const contents = window?.webContents;
  if (contents === undefined || contents.isDestroyed() || contents.isLoading()) return;
  const patience = new Promise<false>((resolve) => setTimeout(() => resolve(false), PROBE_PATIENCE_MS));
  const drawing: unknown = await Promise.race([contents.executeJavaScript(PROBE).catch(() => false), patience]);
  happen({ event: drawing === true ? 'seen-drawing' : 'not-drawing', at: Date.now() });
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (details) => {
    if (!isAllowedNavigation(details.url, home)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!isAllowedNavigation(details.url, home)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isAllowedNavigation(details.url, home)) details.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('context-menu', (event) => event.preventDefault());
  contents.on('login', (event) => event.preventDefault());
  contents.on('certificate-error', (event, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  contents.on('before-input-event', (event, { key, control, alt, meta }) => {
    if (!isAllowedKey({ key, control, alt, meta })) event.preventDefault();
  });
  contents.on('zoom-changed', () => contents.setZoomFactor(1));
  contents.on('render-process-gone', (_event, { reason, exitCode }) => trouble('gone', { reason, exitCode }));
  contents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame) trouble('load-failed', { code });
  });
}

function lockSession(): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(isAllowedPermission({ permission, media, camera }));
  });
  ours.setPermissionCheckHandler((_contents, permission, _origin, { mediaType }) =>
    isAllowedPermission({ permission, media: mediaType === undefined ? [] : [mediaType], camera }),
  );
  ours.setDevicePermissionHandler(() => false);
  ours.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  ours.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  ours.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  ours.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  ours.on('will-download', (event) => event.preventDefault());
  ours.webRequest.onBeforeRequest(({ url }, decide) => {
    const target = url.replace(/^ws:/, 'http:');
    decide({ cancel: !url.startsWith('data:') && !isAllowedNavigation(target, home) });
  });
  ours.webRequest.onHeadersReceived(({ responseHeaders }, pass) => {
    pass({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': [CONTENT_SECURITY_POLICY] } });
  });
}

const problem = problemOfHome(home);
if (problem !== undefined) {
  say(`LOUTING_KIOSK_URL: ${problem}`);
  app.exit(78);
} else if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  app.commandLine.appendSwitch('js-flags', PAGE_ENGINE_FLAGS);
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU') trouble('gone', { type, reason });
  });
  app.on('second-instance', () => window?.focus());
  app.on('window-all-closed', () => {
    // A recovery destroys the window and opens another; only the watchdog ends the process.
  });
  await app.whenReady();
  lockSession();
  openWindow();
  setInterval(() => void probe(), PROBE_EVERY_MS);
} else {
  app.exit(0);
}
