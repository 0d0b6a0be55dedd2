import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import english from './en.json' with { type: 'json' };
import chinese from './zh-CN.json' with { type: 'json' };

const source = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
  .join('\n');

const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
const chineseKeys = new Set(Object.keys(chinese).map(withoutPlural));
const englishKeys = new Set(Object.keys(english).map(withoutPlural));

/** `t('page.kiosks')` and keys kept in tables, e.g. `label: 'page.kiosks'`. */
const literals = new Set([...source.matchAll(/'([a-zA-Z]+(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? ''));
/** `t(`order.${state}`)` */
const prefixes = [...source.matchAll(/t\(`([\w.-]+\.)\$\{/g)].map((match) => match[1] ?? '');
const asked = [...source.matchAll(/\bt\('([^']+)'/g)].map((match) => match[1] ?? '');

describe('words of the portal', () => {
  it('stand in both languages', () => {
    expect([...englishKeys].filter((key) => !chineseKeys.has(key))).toEqual([]);
    expect([...chineseKeys].filter((key) => !englishKeys.has(key))).toEqual([]);
  });

  it('are all there', () => {
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !chineseKeys.has(key))).toEqual([]);
    expect(prefixes.filter((prefix) => ![...chineseKeys].some((key) => key.startsWith(prefix)))).toEqual([]);
  });

  it('are all used', () => {
    const unused = [...chineseKeys].filter(
      (key) => !literals.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('keep their placeholders in both languages', () => {
    const placeholders = (text: string) => new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1]));
    for (const [key, text] of Object.entries(chinese)) {
      expect([key, placeholders(english[key as keyof typeof chinese])]).toEqual([key, placeholders(text)]);
    }
  });

  it('are never empty', () => {
    for (const [key, text] of [...Object.entries(chinese), ...Object.entries(english)]) {
      expect(text.trim(), key).not.toBe('');
    }
  });
});
