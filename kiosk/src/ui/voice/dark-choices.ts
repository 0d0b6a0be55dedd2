import { choice, phrase, type Choice, type Phrase, type Said } from './spoken.ts';

/** As many as are still known when the last one was said. */
const AT_ONCE = 4;

/** Always the same key, however many choices a page has. */
const NEXT = 9;

export interface NumberedChoice {
  readonly number: number;
  readonly phrases: readonly Phrase[];
  /** Absent: hear the next ones. */
  readonly intent: Choice['intent'] | undefined;
}

/** What the digits mean now; where there are more than are said in one breath, nine leads on, and round again. */
export function numberedChoices({ choices }: Said, page: number): readonly NumberedChoice[] {
  const pages = Math.ceil(choices.length / AT_ONCE);
  const first = (page % Math.max(1, pages)) * AT_ONCE;
  const shown = choices.slice(first, first + AT_ONCE).map((each, index) => ({ number: index + 1, ...each }));
  if (pages <= 1) return shown;
  const last = first + AT_ONCE >= choices.length;
  return [...shown, { number: NEXT, phrases: [phrase(last ? 'say.firstOnes' : 'say.more')], intent: undefined }];
}

/** "Press 1: pay. Press 2: …"; on a screen where digits are typed, how to type. */
export function choicesAloud(said: Said, page: number): readonly Phrase[] {
  if (said.typing) return [phrase('say.typeDigits')];
  return numberedChoices(said, page).flatMap(({ number, phrases }) => [
    phrase('say.press', { number: { figure: number } }),
    ...phrases,
  ]);
}

/** The one answer to "still there?", whatever the screen behind it offers. */
export const STILL_HERE: readonly Choice[] = [choice({ intent: 'i-am-here' }, phrase('stillThere.yes'))];
