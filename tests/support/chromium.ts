import { existsSync } from 'node:fs';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { PAGE_ENGINE_FLAGS } from '../../kiosk/src/shell/chromium/command-line.ts';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = CANDIDATES.find((path) => existsSync(path));

/** The system's Chromium, quiet: no background traffic, no sandbox when run as root. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(options());
}

/**
 * The same with the engine of the kiosk's own window.
 * @param video a file of pictures that its camera sees
 */
export function launchKioskChromium(video?: string): Promise<Browser> {
  const camera =
    video === undefined ? [] : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`];
  const { executablePath, args } = options();
  return chromium.launch({ executablePath, args: [...args, `--js-flags=${PAGE_ENGINE_FLAGS}`, ...camera] });
}

/** The same in a process that the caller may kill. */
export function launchChromiumServer(): Promise<BrowserServer> {
  return chromium.launchServer(options());
}

function options() {
  if (!chromiumPath) throw new Error('Chromium is not installed');
  return {
    executablePath: chromiumPath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // As the kiosk's own window.
      '--autoplay-policy=no-user-gesture-required',
    ],
  };
}
