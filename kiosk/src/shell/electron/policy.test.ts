import { describe, expect, it } from 'vitest';
import { WEB_PREFERENCES, isAllowedKey, isAllowedNavigation, isAllowedPermission, problemOfHome } from './policy.ts';

const HOME = 'http://127.0.0.1:7310/';

describe('navigation', () => {
  it.each([HOME, 'http://127.0.0.1:7310/#reload=2', 'http://127.0.0.1:7310/index.html'])(
    'stays at home: %s',
    (target) => {
      expect(isAllowedNavigation(target, HOME)).toBe(true);
    },
  );
  it.each([
    'http://127.0.0.1:7311/',
    'https://127.0.0.1:7310/',
    'http://127.0.0.1:7310.evil.cn/',
    'http://127.0.0.1:7310@evil.cn/',
    'http://localhost:7310/',
    'file:///etc/passwd',
    'view-source:http://127.0.0.1:7310/',
    'javascript:alert(1)',
    'data:text/html,x',
    'chrome://settings',
    'weixin://pay',
    'not an address',
    '',
  ])('never leaves: %s', (target) => {
    expect(isAllowedNavigation(target, HOME)).toBe(false);
  });
});

describe('home', () => {
  it.each([HOME, 'http://localhost:7310', 'http://[::1]:7310/'])('%s is this machine', (address) => {
    expect(problemOfHome(address)).toBeUndefined();
  });
  it.each([
    'https://kiosk.example.cn',
    'http://10.0.0.4:7310',
    'file:///kiosk/index.html',
    'kiosk',
    'http://127.0.0.1.evil.cn',
  ])('%s is refused in a sentence', (address) => {
    expect(problemOfHome(address)).toMatch(/\S+ \S+/);
  });
});

describe('keys and permissions', () => {
  it.each(['Tab', 'Enter', ' ', 'ArrowDown', '7', '*', '#', 'F15', 'AudioVolumeUp'])('%j walks the screen', (key) => {
    expect(isAllowedKey({ key, control: false, alt: false, meta: false })).toBe(true);
  });
  it.each([
    { key: 'F5', control: false, alt: false, meta: false },
    { key: 'F11', control: false, alt: false, meta: false },
    { key: 'F12', control: false, alt: false, meta: false },
    { key: 'Escape', control: false, alt: false, meta: false },
    { key: 'BrowserBack', control: false, alt: false, meta: false },
    { key: 'w', control: true, alt: false, meta: false },
    { key: 'F4', control: false, alt: true, meta: false },
    { key: 'Tab', control: false, alt: true, meta: false },
    { key: 'Enter', control: true, alt: false, meta: false },
    { key: ' ', control: false, alt: false, meta: true },
    { key: 'a', control: false, alt: false, meta: false },
  ])('a keyboard plugged in cannot use %o', (stroke) => {
    expect(isAllowedKey(stroke)).toBe(false);
  });
  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fullscreen',
    'openExternal',
    'usb',
    'serial',
    'hid',
  ])('the page is never given %s', (permission) => {
    expect(isAllowedPermission({ permission, media: ['video', 'audio'], camera: false })).toBe(false);
    expect(isAllowedPermission({ permission, media: ['video', 'audio'], camera: true })).toBe(false);
  });

  it('pictures, and no sound, where the camera stands in for a scanner', () => {
    expect(isAllowedPermission({ permission: 'media', media: ['video'], camera: true })).toBe(true);
    expect(isAllowedPermission({ permission: 'media', media: ['video'], camera: false })).toBe(false);
    expect(isAllowedPermission({ permission: 'media', camera: true })).toBe(false);
  });
});

describe('window settings', () => {
  it('follow the official security list', () => {
    expect(WEB_PREFERENCES).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
  });
});
