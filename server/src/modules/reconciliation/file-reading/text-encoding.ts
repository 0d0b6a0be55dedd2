import type { TextEncodingName } from './text-lines.ts';

/** UTF-8 is told by its byte patterns, UTF-16 by its mark; everything else from a Chinese bank or channel is GB18030. */
export function detectEncoding(head: Buffer): TextEncodingName {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}
