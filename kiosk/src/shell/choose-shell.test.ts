import { describe, expect, it } from 'vitest';
import { chooseShell, type Surroundings } from './choose-shell.ts';

const home = 'http://127.0.0.1:7310/';
const all: Surroundings = {
  electron: '/opt/electron',
  chromium: '/usr/bin/chromium',
  display: 'wayland',
  profile: '/run/profile',
  window: 'kiosk',
  electronMain: '/app/main.ts',
};

describe('which window a kiosk gets', () => {
  it('Electron when its runtime is there', () => {
    expect(chooseShell(home, all)).toEqual({
      shell: 'electron',
      command: '/opt/electron',
      args: ['/app/main.ts', '--ozone-platform=wayland'],
    });
  });
  it('else the system Chromium in kiosk mode', () => {
    expect(chooseShell(home, { ...all, electron: undefined })).toMatchObject({
      shell: 'chromium',
      command: '/usr/bin/chromium',
      args: expect.arrayContaining(['--kiosk', `--app=${home}`]),
    });
  });
  it('else none, and it says why', () => {
    expect(chooseShell(home, { ...all, electron: undefined, chromium: undefined })).toEqual({
      shell: 'none',
      why: 'neither an Electron runtime nor Chromium is installed',
    });
    expect(chooseShell(home, { ...all, display: undefined })).toEqual({ shell: 'none', why: 'there is no display' });
  });
});
