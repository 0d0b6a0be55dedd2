import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { cutPages, usePages, type Pages } from './pages.ts';

/** Rows tried first; what does not fit is taken away before the screen is painted. */
const MOST_ROWS = 5;

/**
 * Pages of as many rows as the content area holds: a long name that wraps makes a page shorter instead of being cut.
 * Put `inside` on any element of the content, and give the component a new `key` when letters or panel change.
 * @param mixed some rows are much higher than others: every page is tried, so that their number stays what it was said
 */
export function useFittingPages<Item>(
  items: readonly Item[],
  { mixed = false }: { readonly mixed?: boolean } = {},
): Pages<Item> & { readonly inside: RefObject<HTMLUListElement | null> } {
  const inside = useRef<HTMLUListElement>(null);
  const [rows, setRows] = useState(MOST_ROWS);
  const [tried, setTried] = useState(0);
  const pages = usePages(items, rows);
  const trial = mixed ? cutPages(items, rows)[tried] : undefined;

  useLayoutEffect(() => {
    const content = inside.current?.closest('.content');
    if (content instanceof HTMLElement && rows > 1 && overflows(content)) {
      setRows(rows - 1);
      setTried(0);
    } else if (trial) setTried(tried + 1);
  });
  // Letters that arrive late have another width: all is tried again.
  useEffect(() => {
    const again = (): void => {
      setRows(MOST_ROWS);
      setTried(0);
    };
    document.fonts.addEventListener('loadingdone', again);
    return () => document.fonts.removeEventListener('loadingdone', again);
  }, []);

  return { ...pages, shown: trial ?? pages.shown, inside };
}

function overflows(content: HTMLElement): boolean {
  const room = content.getBoundingClientRect();
  return [...content.children].some((child) => {
    const { top, bottom } = child.getBoundingClientRect();
    return top < room.top - 1 || bottom > room.bottom + 1;
  });
}
