import type { Amount, Clips, DayOfYear, Numerals } from './numerals.ts';

function belowHundred(value: number): Clips {
  if (value === 0) return [];
  if (value < 20) return [`number.${value}`];
  const ones = value % 10;
  return [`number.${value - ones}`, ...(ones > 0 ? [`number.${ones}`] : [])];
}

function belowThousand(value: number): Clips {
  const hundreds = Math.floor(value / 100);
  const rest = belowHundred(value % 100);
  if (hundreds === 0) return rest;
  return [`number.${hundreds}`, 'number.hundred', ...(rest.length > 0 ? ['number.and', ...rest] : [])];
}

function number(value: number): Clips {
  if (value === 0) return ['number.0'];
  const low = value % 1_000;
  const thousands = Math.floor(value / 1_000);
  if (thousands === 0) return belowThousand(low);
  const gap = low > 0 && low < 100 ? ['number.and'] : [];
  return [...belowThousand(thousands), 'number.thousand', ...gap, ...belowThousand(low)];
}

function money({ yuan, jiao, fen }: Amount): Clips {
  const cents = jiao * 10 + fen;
  if (yuan === 0 && cents > 0) return [...number(cents), 'unit.fen'];
  const whole = [...number(yuan), 'unit.yuan'];
  return cents === 0 ? whole : [...whole, 'number.and', ...number(cents), 'unit.fen'];
}

function day({ month, day }: DayOfYear): Clips {
  return [`day.${day}`, `month.${month}`];
}

function duration(minutes: number, seconds: number): Clips {
  return [
    ...(minutes > 0 ? [...number(minutes), minutes === 1 ? 'unit.minute' : 'unit.minutes'] : []),
    ...(seconds > 0 || minutes === 0 ? [...number(seconds), seconds === 1 ? 'unit.second' : 'unit.seconds'] : []),
  ];
}

export const ENGLISH: Numerals = { count: number, figure: number, money, day, duration };
