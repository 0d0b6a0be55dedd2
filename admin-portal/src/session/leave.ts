import type { QueryClient } from '@tanstack/react-query';
import { STAFF_KEY } from '../api/queries.ts';

/** Back to the log-in page. What the last person saw must not wait in memory for the next. */
export function leave(queries: QueryClient): void {
  queries.setQueryData(STAFF_KEY, null);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== STAFF_KEY[0] });
}
