import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrintHead } from './paper.ts';
import { pictureOf } from './picture.ts';
import { createTokenizer } from './tokens.ts';
import { PrinterTwin } from './twin.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('printer twin', () => {
  it('keeps a Hanzi whole that two reads cut in half', () => {
    const tokenizer = createTokenizer();
    const head = createPrintHead();
    const printed = [bytes('1c 26 ce'), bytes('ef d2'), bytes('b5 0a')]
      .flatMap((part) => tokenizer.push(part))
      .map((token) => head.apply(token));
    expect(printed.at(-1)).toMatchObject({ effect: 'printed', element: { runs: [{ text: '物业' }] } });
  });

  it('survives any noise on the line', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 12 }), (reads) => {
        const tokenizer = createTokenizer();
        const head = createPrintHead();
        for (const read of reads) for (const token of tokenizer.push(read)) head.apply(token);
      }),
    );
  });

  it('answers a status question while it is out of paper', async () => {
    const twin = new PrinterTwin({ now: () => 0, lineMs: 0 });
    const replies: number[] = [];
    let receive: (data: Uint8Array) => void = () => undefined;
    twin.attach({
      write: async (data) => void replies.push(...data),
      onData: (listener) => {
        receive = listener;
      },
      onClose: () => undefined,
      close: async () => undefined,
    });
    twin.removePaper();
    receive(bytes('100401 100402 100404'));
    // The example of a printer out of paper in the hardware guide.
    expect(replies).toEqual([0x1a, 0x32, 0x7e]);
  });

  it('draws what it printed', () => {
    const twin = new PrinterTwin({ now: () => 0, lineMs: 0 });
    let receive: (data: Uint8Array) => void = () => undefined;
    twin.attach({
      write: async () => undefined,
      onData: (listener) => {
        receive = listener;
      },
      onClose: () => undefined,
      close: async () => undefined,
    });
    receive(bytes('1c26 3c ceefd2b5 3e 0a 1d564200'));
    const [job] = twin.jobs();
    expect(job && pictureOf(job)).toContain('&lt;物业&gt;');
  });
});
