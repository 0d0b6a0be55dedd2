import type { Language } from '../../screens.ts';
import { NUMERALS, saySlot, type Clips, type Slot } from './numerals.ts';
import { partsOf } from './pieces.ts';
import { sentenceOf } from './sentences.ts';
import type { Phrase } from './spoken.ts';

export interface Speaker {
  readonly language: Language;
  /** False: instead of an amount it says that the amount is on the screen. */
  readonly speaksAmounts: boolean;
}

/** The clips of some sentences, in the order of the words of the language. */
export function say(phrases: readonly Phrase[], speaker: Speaker): Clips {
  return phrases.flatMap(({ key, slots = {} }) => {
    const sentence = sentenceOf(key, speaker.language);
    if (sentence === undefined) return [];
    return partsOf(sentence.key, sentence.text).flatMap((part) => {
      if ('clip' in part) return [part.clip];
      const slot = slots[part.slot];
      if (slot === undefined) throw new Error(`nothing to say in the place ${part.slot} of ${key}`);
      return sayInPlace(slot, speaker);
    });
  });
}

function sayInPlace(slot: Slot, { language, speaksAmounts }: Speaker): Clips {
  if ('fen' in slot && !speaksAmounts) return ['say.amountHidden'];
  return saySlot(slot, NUMERALS[language]);
}
