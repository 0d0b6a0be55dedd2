import { describe, expect, it } from 'vitest';
import { DEFAULT_SOUND, SOUND_AT_START, soundAfter, soundAfterSession, soundView, type SoundPolicy } from './sound.ts';
import { startFlows } from './test-effects.ts';

const at = (time: string) => Date.parse(`2026-11-29T${time}:00+08:00`);
const afternoon = at('15:00');

describe('how loud the kiosk is', () => {
  it.each([
    ['21:59', 2],
    ['22:00', 1],
    ['02:00', 1],
    ['06:59', 1],
    ['07:00', 2],
  ])('at %s it speaks with volume %i', (time, volume) => {
    expect(soundView(SOUND_AT_START, DEFAULT_SOUND, at(time)).volume).toBe(volume);
  });

  it('hours of quiet may lie within one day', () => {
    const siesta: SoundPolicy = { ...DEFAULT_SOUND, quiet: { from: '12:00', to: '14:00', volume: 0 } };
    const heard = ['11:59', '12:00', '13:59', '14:00'].map(
      (time) => soundView(SOUND_AT_START, siesta, at(time)).volume,
    );
    expect(heard).toEqual([2, 0, 0, 2]);
  });

  it('who asked for the dark screen hears it by night too, and may still change it', () => {
    const dark = soundAfter(SOUND_AT_START, { type: 'set-dark', dark: true });
    expect(soundView(dark, DEFAULT_SOUND, at('23:00'))).toMatchObject({ volume: 2, dark: true });
    const mute = soundAfter(dark, { type: 'set-volume', volume: 0 });
    expect(soundView(mute, DEFAULT_SOUND, at('23:00')).volume).toBe(0);
  });

  it('amounts wait for the headset where the community wants it so', () => {
    const policy: SoundPolicy = { ...DEFAULT_SOUND, amounts: 'headset' };
    expect(soundView(SOUND_AT_START, policy, afternoon).speaksAmounts).toBe(false);
    const plugged = soundAfter(SOUND_AT_START, { type: 'headset', plugged: true });
    expect(soundView(plugged, policy, afternoon)).toMatchObject({ speaksAmounts: true, dark: true });
  });

  it('the next owner finds it as usual; the headset stays where it is', () => {
    const loud = soundAfter(soundAfter(SOUND_AT_START, { type: 'headset', plugged: true }), {
      type: 'set-volume',
      volume: 3,
    });
    expect(soundAfterSession(loud)).toEqual({ volume: undefined, dark: false, headset: true });
  });
});

describe('the dark screen', () => {
  it('asked for on the idle screen leads on to the card, and is gone when the owner goes', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'set-dark', dark: true });
    expect(flows.screen()).toMatchObject({ screen: 'identify', sound: { dark: true } });
    flows.session.send({ type: 'cancel' });
    expect(flows.screen()).toMatchObject({ screen: 'idle', sound: { dark: false } });
  });

  it('begins with the headset and ends with it', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'headset', plugged: true });
    expect(flows.screen()).toMatchObject({ screen: 'identify', sound: { dark: true } });
    flows.session.send({ type: 'headset', plugged: false });
    expect(flows.screen()).toMatchObject({ screen: 'identify', sound: { dark: false } });
  });
});
