import { create } from 'qrcode';
import { useMemo } from 'react';

/** Four modules of white on each side: ISO/IEC 18004, 6.3.8. */
const QUIET_ZONE = 4;

/** A QR code at level M, black on white in every theme, because phones read it and not people. */
export function QrCode({ content, label }: { readonly content: string; readonly label: string }) {
  const { size, path } = useMemo(() => qrPath(content), [content]);
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="var(--code-light)" />
      <path d={path} fill="var(--code-dark)" />
    </svg>
  );
}

/** Dark modules of the code for `content` as one path; each row's runs are joined so that no hairline shows between. */
export function qrPath(content: string): { readonly size: number; readonly path: string } {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      const from = column;
      while (column + 1 < modules.size && modules.get(row, column + 1) !== 0) column += 1;
      path += `M${from + QUIET_ZONE} ${row + QUIET_ZONE}h${column - from + 1}v1h-${column - from + 1}z`;
    }
  }
  return { size: modules.size, path };
}
