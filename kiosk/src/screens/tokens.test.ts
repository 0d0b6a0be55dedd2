import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ui = fileURLToPath(new URL('../ui/', import.meta.url));
const read = (file: string): string => readFileSync(ui + file, 'utf8');
const tokens = read('styles/tokens.css');
const sources = globSync('**/*.{css,ts,tsx}', { cwd: ui })
  .filter((file) => !/tokens\.css$|\.test\.|^gallery\//.test(file))
  .map((file) => ({ file, lines: read(file).split('\n') }));

/** A colour that is spelt out. */
const SPELT =
  /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hwb|lab|lch|oklab|oklch)\(|(?:fill|stroke|color|background)[:=]\s*["']?(?:white|black|red|green|blue|gr[ae]y)\b/i;

describe('what the screens are made of', () => {
  it('all colours are named in tokens.css and nowhere else', () => {
    expect(sources.length).toBeGreaterThan(100);
    const spelt = sources.flatMap(({ file, lines }) =>
      lines.filter((line) => SPELT.test(line)).map((line) => `${file}: ${line.trim()}`),
    );
    expect(spelt).toEqual([]);
  });

  it('every name that is asked for is there', () => {
    const asked = sources.flatMap(({ lines }) =>
      [...lines.join('\n').matchAll(/var\((--[a-z0-9-]+)\)/g)].map(([, name]) => name ?? ''),
    );
    expect([...new Set(asked.filter((name) => !tokens.includes(`${name}:`)))]).toEqual([]);
  });
});
