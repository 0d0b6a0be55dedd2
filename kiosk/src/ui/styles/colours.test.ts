import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{css,ts,tsx}', { query: '?raw', import: 'default', eager: true });

/** A colour that is spelt out. Fragments of addresses and references to parts of a drawing are none. */
const SPELT =
  /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hwb|lab|lch|oklab|oklch)\(|(?:fill|stroke|color|background)[:=]\s*["']?(?:white|black|red|green|blue|grey|gray)\b/i;

describe('colours', () => {
  it('are named in tokens.css and nowhere else', () => {
    const spelt = Object.entries(sources)
      .filter(([path]) => !path.endsWith('/tokens.css') && !/\.test\.|\/gallery\//.test(path))
      .flatMap(([path, text]) => text.split('\n').map((line) => ({ path, line: line.trim() })))
      .filter(({ line }) => SPELT.test(line));
    expect(spelt).toEqual([]);
  });

  it('and all sizes that are asked for by name exist there', () => {
    const tokens = sources['../styles/tokens.css'] ?? sources['./tokens.css'] ?? '';
    const asked = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/var\((--[a-z0-9-]+)\)/g)].map(([, name]) => name),
    );
    expect(new Set(asked.filter((name) => !tokens.includes(`${name}:`)))).toEqual(new Set());
  });
});
