import type { ScreenModel } from '../../screens.ts';
import { choicesAloud } from './dark-choices.ts';
import type { QueueEvent, Utterance } from './queue.ts';
import { HELP_TOPIC, saidOn } from './said/said.ts';
import { say } from './say.ts';
import { about, phrase, type Line } from './spoken.ts';

/** What was said of the screen that is shown. */
export interface Narration {
  readonly screen: string;
  readonly page: number;
  readonly dark: boolean;
  readonly volume: number;
  readonly settings: ScreenModel['settings'];
  /** The words last said about a topic. */
  readonly said: ReadonlyMap<string, string>;
}

/** Nobody stands there: an idle kiosk does not talk to the lobby. It speaks when it is touched. */
const QUIET: ReadonlySet<ScreenModel['screen']> = new Set(['idle', 'starting']);

/** Remembered over a moment without them: they come back when a note is through, and are known by then. */
const CHOICES = 'choices';

export interface Told {
  readonly narration: Narration;
  /** Undefined: nothing is new. */
  readonly event: QueueEvent | undefined;
}

/** What a pushed model gives to say, after what was said before it. */
export function tell(before: Narration | undefined, model: ScreenModel, page = 0): Told {
  const { settings } = model;
  const { dark, volume } = model.sound;
  const seen = { screen: `${model.revision} ${model.language}`, page, dark, volume, settings };
  const now = utterancesOf(model, page);
  const words = new Map(now.map(({ topic, clips }) => [topic, clips.join(' ')]));
  // What nobody could hear is still news when the voice comes back.
  if (volume === 0) return told({ ...seen, said: before?.said ?? new Map() }, { event: 'silence' });

  // Settings that open over a screen and close again leave it what it was.
  const moved = before?.screen !== seen.screen && before?.settings === settings;
  const isNew = before === undefined || moved || before.dark !== dark || before.volume === 0;
  if (isNew) {
    const quiet = QUIET.has(model.screen) && !dark && before?.volume !== 0;
    const turned = before !== undefined && before.dark !== dark ? [utterance(turnedLine(dark), model)] : [];
    // Who called for help has heard the answer, and goes on.
    const fresh = now.filter(({ topic, rank }) => rank !== 'urgent' || before?.said.get(topic) !== words.get(topic));
    const utterances = quiet ? turned : [...turned, ...fresh];
    return told({ ...seen, said: words }, { event: 'screen', utterances });
  }
  if (before.page !== page) {
    return told({ ...seen, said: words }, { event: 'screen', utterances: now.filter(isChoices) });
  }
  const news = now.filter(({ topic }) => before.said.get(topic) !== words.get(topic));
  const lasting = [...before.said].filter(([topic]) => topic === CHOICES);
  return told(
    { ...seen, said: new Map([...lasting, ...words]) },
    news.length > 0 ? { event: 'news', utterances: news } : undefined,
  );
}

const told = (narration: Narration, event: QueueEvent | undefined): Told => ({ narration, event });

/** The screen once more. Who is coming was news once; it is said again only where it was not heard yet, or is asked for. */
export function onceMore(model: ScreenModel, page: number, unheard: ReadonlySet<string>): readonly Utterance[] {
  const isAsked = model.helpPanel !== undefined;
  return utterancesOf(model, page).filter(({ topic }) => topic !== HELP_TOPIC || isAsked || unheard.has(topic));
}

const isChoices = ({ topic }: Utterance): boolean => topic === CHOICES;

/** Everything there is to say of a screen. */
function utterancesOf(model: ScreenModel, page: number): readonly Utterance[] {
  const said = saidOn(model);
  const choices = model.sound.dark ? choicesAloud(said, page) : [];
  const lines: readonly Line[] = [...said.lines, { topic: CHOICES, rank: 'screen', phrases: choices }];
  return lines.map((line) => utterance(line, model)).filter(({ clips }) => clips.length > 0);
}

const turnedLine = (dark: boolean): Line => about('dark', phrase(dark ? 'say.darkOn' : 'say.darkOff'));

function utterance({ topic, rank, phrases }: Line, { language, sound }: ScreenModel): Utterance {
  return { topic, rank, clips: say(phrases, { language, speaksAmounts: sound.speaksAmounts }) };
}
