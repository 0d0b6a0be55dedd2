import { useState } from 'react';

export interface Pages<Item> {
  readonly shown: readonly Item[];
  /** 1-based. */
  readonly page: number;
  readonly count: number;
  readonly turn: (by: 1 | -1) => void;
}

/** Cuts `items` into even pages of at most `most`: 7 by 5 is 4 + 3, not 5 + 2. */
export function cutPages<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const count = Math.max(1, Math.ceil(items.length / most));
  const size = Math.max(1, Math.ceil(items.length / count));
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Lists are turned page by page with keys: dragging is hard for shaky hands (WCAG 2.2, 2.5.7). */
export function usePages<Item>(items: readonly Item[], most: number): Pages<Item> {
  const [wanted, setWanted] = useState(0);
  const pages = cutPages(items, most);
  const index = Math.min(wanted, pages.length - 1);
  return {
    shown: pages[index] ?? [],
    page: index + 1,
    count: pages.length,
    turn: (by) => setWanted(Math.max(0, Math.min(pages.length - 1, index + by))),
  };
}
