import type { Result } from '@louting/common/result';
import { kioskTotalsRoutes, type ToldTotals } from '@louting/server/contract/terminal-totals-api';
import type { Calling } from './call.ts';

export interface TotalsCalls {
  tellTotals(totalsId: string, told: ToldTotals): Promise<Result<{ readonly totalsId: string }>>;
}

export function totalsCalls(call: Calling): TotalsCalls {
  return {
    tellTotals: (totalsId, body) =>
      call(kioskTotalsRoutes.tell, { name: 'tell-totals', params: { totalsId }, body, attempts: 1 }),
  };
}
