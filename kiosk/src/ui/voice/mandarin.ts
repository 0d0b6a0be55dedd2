import type { Amount, Clips, DayOfYear, Numerals } from './numerals.ts';

const PLACES = [1_000, 100, 10, 1] as const;
const WAN = 10_000;

/**
 * A whole number below 10,000 as pieces: 二百 八十 六. A gap is said as one 零.
 * @param leads nothing was said before it, so that 10 is 十 and not 一十
 */
function belowWan(value: number, leads: boolean): Clips {
  const clips: string[] = [];
  let gap = false;
  for (const place of PLACES) {
    const digit = Math.floor(value / place) % 10;
    if (digit === 0) {
      gap = clips.length > 0;
      continue;
    }
    if (gap) clips.push('number.0');
    gap = false;
    const aloneTen = digit === 1 && place === 10 && !(leads && clips.length === 0);
    clips.push(aloneTen ? 'number.one-ten' : `number.${digit * place}`);
  }
  return clips;
}

/** 2 of something is 两, 2 as a figure is 二. */
const figureOrTwo = (value: number, counting: boolean): Clips =>
  counting && value === 2 ? ['number.two'] : belowWan(value, true);

function number(value: number, counting: boolean): Clips {
  if (value === 0) return ['number.0'];
  if (value < WAN) return figureOrTwo(value, counting);
  const low = value % WAN;
  const high = [...figureOrTwo(Math.floor(value / WAN), true), 'number.wan'];
  if (low === 0) return high;
  return [...high, ...(low < 1_000 ? ['number.0'] : []), ...belowWan(low, false)];
}

function money({ yuan, jiao, fen }: Amount): Clips {
  const whole = yuan > 0 || jiao + fen === 0 ? [...number(yuan, true), 'unit.yuan'] : [];
  const gap = yuan > 0 && jiao === 0 && fen > 0 ? ['number.0'] : [];
  return [
    ...whole,
    ...gap,
    ...(jiao > 0 ? [...number(jiao, true), 'unit.jiao'] : []),
    ...(fen > 0 ? [...number(fen, true), 'unit.fen'] : []),
  ];
}

function day({ month, day }: DayOfYear): Clips {
  return [...number(month, false), 'unit.month', ...number(day, false), 'unit.day'];
}

function duration(minutes: number, seconds: number): Clips {
  return [
    ...(minutes > 0 ? [...number(minutes, true), 'unit.minutes'] : []),
    ...(seconds > 0 || minutes === 0 ? [...number(seconds, true), 'unit.seconds'] : []),
  ];
}

export const MANDARIN: Numerals = {
  count: (value) => number(value, true),
  figure: (value) => number(value, false),
  money,
  day,
  duration,
};
