import { SaxesParser } from 'saxes';
import { UnreadableFileError } from './byte-streams.ts';

export interface XmlHandler {
  /** @param attributes by their full name */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const MAX_DEPTH = 64;

/**
 * Feeds a document to `handler`, piece by piece; yields after each piece, so that the caller can pass on what it made.
 * Names come without their prefix. Entities of a document's own are not resolved, so they cannot grow.
 * @throws UnreadableFileError when the document is not well-formed, cut off or absurdly deep
 */
export async function* streamXml(
  bytes: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  what: string,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  parser.on('error', () => {
    throw new UnreadableFileError('LT-2705', `${what} is damaged or cut off`);
  });
  parser.on('doctype', () => {
    throw new UnreadableFileError('LT-2705', `${what} declares a document type, which it must not`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new UnreadableFileError('LT-2705', `${what} is nested too deep`);
    handler.open(localName(name), attributes as Record<string, string>);
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close(localName(name));
  });

  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield undefined;
  }
  parser.write(decoder.decode());
  parser.close();
  yield undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
