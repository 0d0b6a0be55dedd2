import { choice, phrase, type Choice, type Phrase, type Said } from './spoken.ts';

/** Zero calls for help, so nine can be chosen at once. */
const MOST = 9;

export interface NumberedChoice {
  readonly number: number;
  readonly phrases: readonly Phrase[];
  /** Absent: hear the next ones. */
  readonly intent: Choice['intent'] | undefined;
}

/** What the digits mean now; where there are more than nine, the last one leads on to the others, and round again. */
export function numberedChoices({ choices }: Said, page: number): readonly NumberedChoice[] {
  if (choices.length <= MOST) return choices.map((each, index) => ({ number: index + 1, ...each }));
  const size = MOST - 1;
  const pages = Math.ceil(choices.length / size);
  const first = (page % pages) * size;
  const shown = choices.slice(first, first + size).map((each, index) => ({ number: index + 1, ...each }));
  const last = first + size >= choices.length;
  return [...shown, { number: MOST, phrases: [phrase(last ? 'say.firstOnes' : 'say.more')], intent: undefined }];
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
