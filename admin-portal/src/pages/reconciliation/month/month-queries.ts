import type { MonthDocuments } from '@louting/server/contract/month-document-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, post } from '../../../api/client.ts';
import { BASE, KEY, useChange } from '../reconciliation-queries.ts';

interface OfMonth {
  readonly communityId: string;
  readonly month: string;
}

export function useMonthDocuments(communityId: string, month: string) {
  return useQuery({
    queryKey: [KEY, 'documents', communityId, month],
    queryFn: () => get<MonthDocuments>(`${BASE}/months/${month}/documents`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export const usePrepareDocument = () =>
  useChange(({ communityId, month }: OfMonth) =>
    post<MonthDocuments>(`${BASE}/months/${month}/documents`, { communityId }),
  );

export const useSignDocument = () =>
  useChange(({ communityId, month, reportId }: OfMonth & { reportId: string }) =>
    post<MonthDocuments>(`${BASE}/months/${month}/documents/${reportId}/signature`, { communityId }),
  );
