import { textOf, type PaperElement } from './paper.ts';

export interface PrintedJob {
  /** 1, 2, 3 … in the order of printing. */
  readonly number: number;
  /** Milliseconds since the epoch when the paper was cut, or of this look at an uncut job. */
  readonly at: number;
  readonly elements: readonly PaperElement[];
  /** Decoded text, one entry a printed line. */
  readonly lines: readonly string[];
  readonly qrContents: readonly string[];
  readonly barcodes: readonly string[];
  /** False: the paper still hangs from the printer. */
  readonly cut: boolean;
}

export function jobOf(number: number, at: number, elements: readonly PaperElement[], cut: boolean): PrintedJob {
  return {
    number,
    at,
    elements,
    lines: elements.filter((element) => element.kind === 'line').map(textOf),
    qrContents: elements.flatMap((element) => (element.kind === 'qr' ? [element.content] : [])),
    barcodes: elements.flatMap((element) => (element.kind === 'barcode' ? [element.content] : [])),
    cut,
  };
}
