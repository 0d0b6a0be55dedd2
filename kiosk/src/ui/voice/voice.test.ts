import { describe, expect, it } from 'vitest';
import type { ScreenModel } from '../../screens.ts';
import { SAMPLE_FRAME, SAMPLES } from '../gallery/samples.ts';
import type { Tone } from './tones.ts';
import { Voice } from './voice.ts';

/** The screens of one visit, with growing revisions. */
function visit() {
  let revision = 0;
  return (name: string, change: object = {}, isNew = true): ScreenModel => {
    const sample = SAMPLES.find((each) => each.name === name);
    if (!sample) throw new Error(`no sample ${name}`);
    if (isNew) revision += 1;
    return { ...SAMPLE_FRAME, ...sample.frame, ...sample.screen, revision, ...change };
  };
}

/** A player whose lines end when the test says so. */
function startVoice() {
  const heard: string[] = [];
  const lines: (readonly string[])[] = [];
  const tones: Tone[] = [];
  const cut: string[] = [];
  let end: () => void = () => undefined;
  const voice = new Voice({
    spoken: () => undefined,
    player: {
      volume: 2,
      warm: async () => undefined,
      tone: (tone) => void tones.push(tone),
      play: (clips) => {
        const [first = ''] = clips;
        heard.push(first);
        lines.push(clips);
        const ended = new Promise<readonly string[]>((resolve) => {
          end = () => resolve([]);
        });
        return { ended, stop: () => void cut.push(first) };
      },
    },
  });
  const over = async () => {
    end();
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
  };
  return { voice, heard, lines, tones, cut, over };
}

describe('the voice of a visit', () => {
  it('is quiet before an idle kiosk, and speaks of it when asked', () => {
    const screen = visit();
    const { voice, heard } = startVoice();
    voice.show(screen('idle'));
    expect(heard).toEqual([]);
    voice.hear({ intent: 'hear-again' });
    expect(heard).toEqual(['idle.voice']);
  });

  it('says a screen once, whatever ticks on it, and a new one at once', () => {
    const screen = visit();
    const { voice, heard, cut } = startVoice();
    voice.show(screen('identify'));
    voice.show(screen('identify', {}, false));
    voice.show(screen('identifying'));
    expect(heard).toEqual(['identify.voice', 'identifying.voice']);
    expect(cut).toEqual(['identify.voice']);
  });

  it('counts each note to its end before the next screen speaks', async () => {
    const screen = visit();
    const { voice, heard, tones, over } = startVoice();
    voice.show(screen('cash', { insertedFen: 0, remainingFen: 28_640, notes: [] }));
    await over();
    await over();
    voice.show(screen('cash', { insertedFen: 10_000, remainingFen: 18_640 }, false));
    voice.show(screen('success'));
    await over();
    await over();
    expect(heard).toEqual(['cash.due.1', 'cash.voice', 'say.inserted.1', 'success.said', 'success.printing']);
    expect(tones).toEqual(['note-landed', 'success']);
  });

  it('tells once that help was called, not on every screen after it', async () => {
    const screen = visit();
    const { voice, heard, over } = startVoice();
    voice.show(screen('identify'));
    voice.show(screen('identify', { help: 'received' }, false));
    await over();
    voice.show(screen('identifying', { help: 'received' }));
    expect(heard).toEqual(['identify.voice', 'help.received', 'identifying.voice']);
  });

  it('asked for once more it says the screen, and who is coming only when that was not heard to its end', async () => {
    const screen = visit();
    const { voice, heard, over } = startVoice();
    const coming = { help: 'coming', helper: { name: '王师傅', inMinutes: 5 } };
    voice.show(screen('identify', coming));
    voice.hear({ intent: 'hear-again' });
    await over();
    await over();
    voice.hear({ intent: 'hear-again' });
    await over();
    voice.show(screen('identify', { ...coming, helper: { name: '王师傅', inMinutes: 0 } }, false));
    expect(heard).toEqual(['number.5', 'number.5', 'identify.voice', 'identify.voice', 'say.helpSoon']);
  });

  it('who is coming, told while it was muted, is said when the voice comes back', () => {
    const screen = visit();
    const { voice, heard } = startVoice();
    const sound = (volume: number) => ({ sound: { volume, dark: false, speaksAmounts: true } });
    voice.show(screen('identify', sound(0)));
    voice.show(screen('identify', { ...sound(0), help: 'received' }, false));
    voice.show(screen('identify', { ...sound(2), help: 'received' }, false));
    expect(heard).toEqual(['help.received']);
  });

  it('in the dark it says four choices and that nine has more; nine says those and nothing else again', async () => {
    const screen = visit();
    const { voice, lines, over } = startVoice();
    const pressed = () => lines.at(-1)?.filter((_, index, all) => all[index - 1] === 'say.press.1');
    voice.show(screen('bills-many', { sound: { volume: 2, dark: true, speaksAmounts: true } }));
    for (let line = 0; line < 4; line += 1) await over();
    expect(pressed()).toEqual(['number.1', 'number.2', 'number.3', 'number.4', 'number.9']);
    expect(lines.at(-1)?.at(-1)).toBe('say.more');
    const before = lines.length;
    voice.turnPage();
    for (let line = 0; line < 2; line += 1) await over();
    expect(lines).toHaveLength(before + 1);
    expect(pressed()).toEqual(['number.1', 'number.2', 'number.3', 'number.4', 'number.9']);
  });

  it('muted it says nothing, and says the screen when it gets its voice back', () => {
    const screen = visit();
    const { voice, heard, cut } = startVoice();
    const sound = (volume: number) => ({ sound: { volume, dark: false, speaksAmounts: true } });
    voice.show(screen('method'));
    voice.show(screen('method', sound(0), false));
    voice.show(screen('qr', sound(0)));
    voice.show(screen('qr', sound(1), false));
    expect(heard).toEqual(['method.said.1', 'cash.due.1']);
    expect(cut).toEqual(['method.said.1']);
  });

  it('in the dark the choices follow, and are not said again after every note', async () => {
    const screen = visit();
    const { voice, heard, over } = startVoice();
    const dark = { sound: { volume: 2, dark: true, speaksAmounts: true } };
    const inside = { insertedFen: 10_000, remainingFen: 18_640, ...dark };
    voice.show(screen('cash', inside));
    for (let line = 0; line < 5; line += 1) await over();
    voice.show(screen('cash', { ...inside, acceptor: 'note-moving' }, false));
    voice.show(screen('cash', { ...inside, insertedFen: 20_000, remainingFen: 8_640 }, false));
    for (let line = 0; line < 3; line += 1) await over();
    expect(heard.filter((clip) => clip === 'say.press.1')).toHaveLength(1);
    expect(heard.filter((clip) => clip === 'say.inserted.1')).toHaveLength(2);
  });

  it('settings that open over a screen are named, the screen is not said anew, and its notes are counted', async () => {
    const screen = visit();
    const { voice, heard, over } = startVoice();
    voice.show(screen('cash', { insertedFen: 0, remainingFen: 28_640 }));
    for (let line = 0; line < 2; line += 1) await over();
    voice.show(screen('cash', { insertedFen: 0, remainingFen: 28_640, settings: 'open' }));
    for (let line = 0; line < 2; line += 1) await over();
    voice.show(screen('cash', { insertedFen: 10_000, remainingFen: 18_640, settings: 'open' }, false));
    await over();
    voice.show(screen('cash', { insertedFen: 10_000, remainingFen: 18_640 }));
    expect(heard).toEqual(['cash.due.1', 'cash.voice', 'settings.voice', 'sound.name', 'say.inserted.1']);
  });

  it('a service that is gone leaves it silent', () => {
    const screen = visit();
    const { voice, cut } = startVoice();
    voice.show(screen('bills'));
    voice.hush();
    expect(cut).toEqual(['say.bills.1']);
  });
});
