import type { Result } from '@louting/common/result';
import { kioskTotalsRoutes, type ToldTotals } from '@louting/server/contract/terminal-totals-api';
import type { Calling } from './call.ts';

export interface TotalsCalls {
  tellTotals(totalsId: string, told: ToldTotals): Promise<Result<{ readonly totalsId: string }>>;
}

export function totalsCalls(call: Calling): TotalsCalls {
  const { method, path, response } = kioskTotalsRoutes.tell;
  return {
    tellTotals: (totalsId, body) =>
      call(response, { name: 'tell-totals', method, path: path.replace(':totalsId', totalsId), body, attempts: 1 }),
  };
}
