import { NUMERALS, saySlot } from '../../kiosk/src/ui/voice/numerals.ts';
import type { Page } from 'playwright-core';

const FASTER = 8;

/** An owner who listens: hears the clips that the page reports it let be heard, and nothing else of it. */
export class KioskEar {
  /** Every line, in the order in which they began. */
  readonly lines: (readonly string[])[] = [];
  readonly missing: string[] = [];
  private heard = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        const message = JSON.parse(String(payload)) as { type: string; clips: string[]; missing: string[] };
        if (message.type !== 'spoken') return;
        if (message.clips.length > 0) this.lines.push(message.clips);
        this.missing.push(...message.missing);
      }),
    );
  }

  /** Lets the tape of a page run faster: what is said, and in which order, stays the same. */
  static async hasten(page: Page): Promise<void> {
    await page.addInitScript(`{
      const duration = Object.getOwnPropertyDescriptor(AudioBuffer.prototype, 'duration').get;
      Object.defineProperty(AudioBuffer.prototype, 'duration', { get() { return duration.call(this) / ${FASTER}; } });
      const start = AudioBufferSourceNode.prototype.start;
      AudioBufferSourceNode.prototype.start = function (...when) {
        this.playbackRate.value = ${FASTER};
        return start.apply(this, when);
      };
    }`);
  }

  /** Waits for a line with this clip after those that were heard already. @returns all of its clips */
  async hears(clip: string): Promise<readonly string[]> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const at = this.lines.findIndex((line, index) => index >= this.heard && line.includes(clip));
      if (at !== -1) {
        this.heard = at + 1;
        return this.lines[at] ?? [];
      }
      if (Date.now() > deadline)
        throw new Error(`never heard ${clip} after ${JSON.stringify(this.lines.slice(this.heard))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The digit that was said before this choice. */
  async digitFor(clip: string): Promise<string> {
    const line = await this.hears(clip);
    const press = line.lastIndexOf('say.press.1', line.indexOf(clip));
    const [, digit] = /^number\.(\d)$/.exec(line[press + 1] ?? '') ?? [];
    if (digit === undefined) throw new Error(`no digit was said before ${clip}: ${line.join(' ')}`);
    return digit;
  }

  /** An amount as clips, to be looked for in a line. */
  static amount(fen: number): readonly string[] {
    return saySlot({ fen }, NUMERALS['zh-CN']);
  }
}
