import type { Intent, ScreenModel } from '../../screens.ts';
import type { ClipPlayer, Playing } from './clip-player.ts';
import { onceMore, tell, type Narration } from './narrator.ts';
import { afterwards, SILENCE, type Queue, type QueueEvent } from './queue.ts';
import { toneOf } from './tones.ts';

/** At most so many names of clips are told of one line: enough to know it by. */
const CLIPS_TOLD = 60;

export interface VoiceDependencies {
  readonly player: Pick<ClipPlayer, 'play' | 'tone' | 'warm' | 'volume'>;
  /** A line begins; `missing` are told when it is over. */
  readonly spoken: (clips: readonly string[], missing: readonly string[]) => void;
}

/** Says what the screens give to say. It knows the last model and nothing of the owner. */
export class Voice {
  readonly #dependencies: VoiceDependencies;
  #queue: Queue = SILENCE;
  #narration: Narration | undefined;
  #model: ScreenModel | undefined;
  #page = 0;
  #playing: Playing | undefined;

  constructor(dependencies: VoiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Which of the spoken choices the digits mean. */
  get page(): number {
    return this.#page;
  }

  show(model: ScreenModel): void {
    const before = this.#model;
    const { player } = this.#dependencies;
    if (before?.revision !== model.revision) this.#page = 0;
    this.#model = model;
    player.volume = model.sound.volume;
    if (before?.language !== model.language) void player.warm(model.language);
    const tone = model.sound.volume > 0 ? toneOf(before, model) : undefined;
    if (tone) player.tone(tone);
    this.#tell();
  }

  /** An intent that is the voice's own business too. */
  hear({ intent }: Intent): void {
    if (intent === 'hear-again') this.again();
  }

  again(): void {
    const model = this.#model;
    if (model === undefined || model.sound.volume === 0) return;
    const { current, waiting } = this.#queue;
    const unheard = new Set([...(current ? [current] : []), ...waiting].map(({ topic }) => topic));
    this.#happen({ event: 'silence' });
    this.#happen({ event: 'screen', utterances: onceMore(model, this.#page, unheard) });
  }

  turnPage(): void {
    this.#page += 1;
    this.#tell();
  }

  /** The service is gone: what was shown may no longer be true. */
  hush(): void {
    this.#happen({ event: 'silence' });
  }

  #tell(): void {
    if (this.#model === undefined) return;
    const { narration, event } = tell(this.#narration, this.#model, this.#page);
    this.#narration = narration;
    if (event) this.#happen(event);
  }

  #happen(event: QueueEvent): void {
    const before = this.#queue.current;
    this.#queue = afterwards(this.#queue, event);
    const { current } = this.#queue;
    if (current === before && event.event !== 'ended') return;
    this.#playing?.stop();
    this.#playing = undefined;
    if (current) this.#begin(current.clips);
  }

  #begin(clips: readonly string[]): void {
    const { player, spoken } = this.#dependencies;
    const playing = player.play(clips, this.#model?.language ?? 'zh-CN');
    this.#playing = playing;
    spoken(clips.slice(0, CLIPS_TOLD), []);
    void this.#end(playing);
  }

  async #end(playing: Playing): Promise<void> {
    const missing = await playing.ended;
    if (missing.length > 0) this.#dependencies.spoken([], missing.slice(0, CLIPS_TOLD));
    if (this.#playing === playing) this.#happen({ event: 'ended' });
  }
}
