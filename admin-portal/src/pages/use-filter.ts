import { useSearchParams } from 'react-router';

export interface PageOfRows {
  readonly page: number;
  readonly pageSize: number;
}

/**
 * Filters live in the address, so that a link can lead to the rows behind a number.
 * @returns the filter, and `change`, which starts over at the first page unless it turns the page itself.
 */
export function useFilter<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(names.map((name) => [name, search.get(name) ?? undefined])) as Partial<
    Record<Name, string>
  >;
  const page: PageOfRows = {
    page: positive(search.get('page'), 1),
    pageSize: Math.min(positive(search.get('pageSize'), 20), 200),
  };
  const change = (changes: Partial<Record<Name | 'page' | 'pageSize', string | number | undefined>>) => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (!('page' in changes)) after.delete('page');
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === '') after.delete(name);
          else after.set(name, String(value));
        }
        return after;
      },
      { replace: true },
    );
  };
  return { filter, page, change };
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
