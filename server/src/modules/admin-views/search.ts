import { sql, type Expression, type SqlBool } from 'kysely';

/** Contains, without regard to case, on both databases; `%` and `_` are letters like any other. */
export function contains(column: Expression<string | null>, words: string): Expression<SqlBool> {
  const escaped = words
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, (letter) => `\\${letter}`);
  return sql<SqlBool>`lower(${column}) like ${`%${escaped}%`} escape '\\'`;
}

/** @param date `YYYY-MM-DD`, a business day; @returns its first millisecond. Asia/Shanghai has no summer time. */
export function startOfBusinessDay(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`);
}

export const DAY_MS = 86_400_000;
