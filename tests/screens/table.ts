import { limitsOf, inMillimetres } from '../../kiosk/src/ui/gallery/limits.ts';
import type { Measured } from './gallery.ts';

const FIGURES = ['text', 'amount', 'target', 'gap', 'primary', 'contrast', 'border'] as const;

const shown = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(1));

/** One line a screen: the least of all its drawings in millimetres, and how many they were. */
export function tableOf(all: readonly Measured[]): string {
  const names = [...new Set(all.map(({ drawing }) => drawing.sample))].sort();
  const rows = names.map((name) => {
    const drawn = all.filter(({ drawing }) => drawing.sample === name);
    const least = (mode: string, figure: (typeof FIGURES)[number]): string => {
      const values = drawn
        .filter(({ drawing }) => drawing.mode === mode && drawing.language !== 'pseudo')
        .map(({ measure, drawing }) => inMillimetres(measure, drawing)[figure])
        .filter((value) => value !== undefined);
      return shown(values.length === 0 ? undefined : Math.min(...values));
    };
    const figures = FIGURES.map((figure) => `${least('standard', figure)} / ${least('elder', figure)}`);
    const bad = drawn.filter(({ problems }) => problems.length > 0).length;
    return `| ${[name, drawn.length, ...figures, bad === 0 ? 'whole' : `${bad} not`].join(' | ')} |`;
  });
  const limits = FIGURES.map((figure) => {
    const of = (mode: 'standard' | 'elder') => shown(limitsOf({ mode, profile: 'portrait-21' })[figure]);
    return `${of('standard')} / ${of('elder')}`;
  });
  return [
    '# Screens of the kiosk, measured',
    '',
    'The least of all drawings of a screen, standard / elder letters; lengths in millimetres on the glass.',
    '',
    `| screen | drawings | ${FIGURES.join(' | ')} | |`,
    `|---|--:|${FIGURES.map(() => '--:').join('|')}|---|`,
    ...rows,
    `| at least, 21.5″ | | ${limits.join(' | ')} | |`,
    '',
  ].join('\n');
}
