/** A part of a sentence that is one clip, or the name of the slot between two of them. */
export type Part = { readonly clip: string; readonly text: string } | { readonly slot: string };

const SLOT = /\{\{(\w+)\}\}/;

/**
 * Cuts a sentence at its slots: `bills.pay` "缴费 {{money}}" → clip `bills.pay.1` "缴费", slot `money`. A sentence without
 * slots is one clip by the name of its key. What is only punctuation is not said.
 */
export function partsOf(key: string, sentence: string): readonly Part[] {
  const cut = sentence.split(SLOT);
  if (cut.length === 1) return [{ clip: key, text: sentence.trim() }];
  let clips = 0;
  return cut.flatMap((text, index): Part[] => {
    if (index % 2 === 1) return [{ slot: text }];
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    clips += 1;
    return [{ clip: `${key}.${clips}`, text: text.trim() }];
  });
}
