import { describe, expect, it } from 'vitest';
import { portsFrom } from './ports.ts';

describe('ports of a stack', () => {
  it('without a wish: the usual ones, the bridge where XFS4IoT expects it', () => {
    expect(portsFrom(undefined)).toMatchObject({ server: 7300, kiosk: 7310, bridge: 5846, bench: 7330 });
  });

  it('another base moves all of them, and none stands twice', () => {
    const ports = Object.values(portsFrom('8300') ?? {});
    expect(ports.every((port) => port >= 8300 && port < 8400)).toBe(true);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each(['abc', '80', '70000', '7300.5', '-1'])('%s is no base', (base) => {
    expect(portsFrom(base)).toBeUndefined();
  });
});
