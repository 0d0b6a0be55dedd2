import type { FileRow } from '../statement-rows.ts';
import { problemOf } from '../file-reading/text-lines.ts';
import type { BankLineContent } from './fingerprint.ts';

/** Follows balances from line to line, oldest first or newest first, for each account of a statement. */
export interface BalanceChain {
  /** @returns a problem when the balance follows from the line before in neither order of time */
  next(line: BankLineContent): FileRow<never> | undefined;
  /** A line could not be read: the next one starts anew. */
  interrupt(): void;
}

interface Link {
  readonly amountFen: number;
  readonly balanceFen: number;
}

export function createBalanceChain(): BalanceChain {
  const links = new Map<string, Link>();
  let order: 'unknown' | 'oldest-first' | 'newest-first' = 'unknown';

  return {
    next: ({ account, amountFen, balanceAfterFen, line }) => {
      const before = links.get(account);
      if (balanceAfterFen === undefined) {
        links.delete(account);
        return undefined;
      }
      // Statements have one account or a few; a file of many more is not worth a memory that grows.
      if (links.size >= MAX_ACCOUNTS) links.clear();
      links.set(account, { amountFen, balanceFen: balanceAfterFen });
      if (!before) return undefined;
      const oldestFirst = before.balanceFen + amountFen === balanceAfterFen;
      const newestFirst = balanceAfterFen + before.amountFen === before.balanceFen;
      if (order === 'unknown' && oldestFirst !== newestFirst) order = oldestFirst ? 'oldest-first' : 'newest-first';
      const follows = order === 'unknown' ? oldestFirst : order === 'oldest-first' ? oldestFirst : newestFirst;
      return follows ? undefined : problemOf(line, 'LT-2713', '');
    },
    interrupt: () => links.clear(),
  };
}

const MAX_ACCOUNTS = 1_000;
