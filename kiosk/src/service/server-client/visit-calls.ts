import type { Result } from '@louting/common/result';
import { kioskVisitRoutes, type Visit } from '@louting/server/contract/visits-api';
import type { Calling } from './call.ts';

/** What the kiosk was used for. */
export interface VisitCalls {
  tellVisit(visit: Visit): Promise<Result<{ readonly visitId: string }>>;
}

export function visitCalls(call: Calling): VisitCalls {
  return { tellVisit: (body) => call(kioskVisitRoutes.visit, { name: 'tell-visit', body, attempts: 1 }) };
}
