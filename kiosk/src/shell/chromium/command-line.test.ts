import { describe, expect, it } from 'vitest';
import { chromiumArguments, chromiumPolicies } from './command-line.ts';

const home = 'http://127.0.0.1:7310/';

describe('Chromium shell', () => {
  const line = chromiumArguments({ home, profile: '/run/louting/profile', display: 'wayland', window: 'kiosk' });

  it('opens the kiosk page alone, full screen, in a throw-away profile', () => {
    expect(line).toEqual(
      expect.arrayContaining(['--kiosk', `--app=${home}`, '--user-data-dir=/run/louting/profile', '--incognito']),
    );
  });

  it('on a work place: a window beside the others, never full screen', () => {
    const desktop = chromiumArguments({ home, profile: '/tmp/profile', display: 'x11', window: 'desktop' });
    expect(desktop).not.toContain('--kiosk');
  });

  it.each(['--no-sandbox', '--remote-debugging-port', '--disable-web-security', '--allow-file-access-from-files'])(
    'never has %s',
    (flag) => {
      expect(line.some((one) => one.startsWith(flag))).toBe(false);
    },
  );

  it('policies admit the kiosk origin and nothing else', () => {
    expect(chromiumPolicies(home)).toMatchObject({
      URLBlocklist: ['*'],
      URLAllowlist: ['http://127.0.0.1:7310'],
      DeveloperToolsAvailability: 2,
      PrintingEnabled: false,
    });
  });

  it('draws the page without optimizing compilers, by its flags and by policy', () => {
    expect(line).toContain('--js-flags=--no-opt --no-maglev');
    expect(chromiumPolicies(home)).toMatchObject({ DefaultJavaScriptOptimizerSetting: 2 });
  });
});
