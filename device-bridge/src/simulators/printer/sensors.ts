export interface Sensors {
  readonly cover: 'closed' | 'open';
  readonly paper: 'full' | 'low' | 'out';
  readonly cutterError: boolean;
}

export function isOffline({ cover, paper, cutterError }: Sensors): boolean {
  return cover === 'open' || paper === 'out' || cutterError;
}

/** Reply to `DLE EOT n`; `undefined`: a question this printer does not know. */
export function realtimeStatusByte(question: number, sensors: Sensors): number | undefined {
  const { cover, paper, cutterError } = sensors;
  const isOut = paper === 'out';
  if (question === 1) return 0x12 | (isOffline(sensors) ? 0x08 : 0);
  if (question === 2) return 0x12 | (cover === 'open' ? 0x04 : 0) | (isOut ? 0x20 : 0) | (cutterError ? 0x40 : 0);
  if (question === 3) return 0x12 | (cutterError ? 0x08 : 0);
  if (question === 4) return 0x12 | (paper === 'full' ? 0 : 0x0c) | (isOut ? 0x60 : 0);
  return undefined;
}

/** The four bytes pushed once `GS a` asked for them. */
export function automaticStatusBytes(sensors: Sensors): Uint8Array {
  const { cover, paper, cutterError } = sensors;
  return Uint8Array.of(
    0x10 | (isOffline(sensors) ? 0x08 : 0) | (cover === 'open' ? 0x20 : 0),
    cutterError ? 0x08 : 0,
    (paper === 'full' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0),
    0,
  );
}
