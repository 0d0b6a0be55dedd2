export type Symbol =
  | { readonly kind: 'qr'; readonly content: string; readonly moduleDots: number }
  | { readonly kind: 'barcode'; readonly system: string; readonly content: string };

const SYSTEMS = ['UPC-A', 'UPC-E', 'EAN-13', 'EAN-8', 'CODE39', 'ITF', 'CODABAR', 'CODE93', 'CODE128'];

/** The store for two-dimensional codes, `GS ( k`: filled by one command, printed by another. */
export function createSymbolStore(): { take(data: Uint8Array): Symbol | undefined } {
  let content: Uint8Array = new Uint8Array();
  let moduleDots = 3;
  return {
    take: (data) => {
      const [, , , code, command, value = 0] = data;
      // cn 49: QR code. Others are stored by this printer and never printed.
      if (code !== 0x31) return undefined;
      if (command === 0x43 && value >= 1 && value <= 16) moduleDots = value;
      if (command === 0x50) content = data.slice(6);
      if (command !== 0x51 || content.length === 0) return undefined;
      return { kind: 'qr', content: new TextDecoder().decode(content), moduleDots };
    },
  };
}

/** GS k m data NUL, or GS k m n data. */
export function barcodeOf(data: Uint8Array): Symbol {
  const [system = 0] = data;
  const bytes = system >= 65 ? data.subarray(2) : data.subarray(1, -1);
  const name = SYSTEMS[system >= 65 ? system - 65 : system] ?? `system ${system}`;
  // CODE128 begins with its code set: {A, {B or {C.
  const content = String.fromCharCode(...bytes).replaceAll(/\{[ABC]/g, '');
  return { kind: 'barcode', system: name, content };
}
