import type { Change, ChangeRow, changeRoutes, Rules } from '@louting/server/contract/reconciliation-changes-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../../api/client.ts';
import { BASE, KEY, useChange } from '../reconciliation-queries.ts';

type Changes = z.infer<(typeof changeRoutes)['changes']['response']>;

export function useRules(communityId: string) {
  return useQuery({
    queryKey: [KEY, 'rules', communityId],
    queryFn: () => get<Rules>(`${BASE}/rules`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export function useChanges(communityId: string | undefined) {
  return useQuery({
    queryKey: [KEY, 'changes', communityId],
    queryFn: () => get<Changes>(`${BASE}/changes`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export const useProposeChange = () =>
  useChange((proposal: { changeId: string; change: Change; reason: string }) =>
    post<ChangeRow>(`${BASE}/changes`, proposal),
  );

export const useDecideChange = () =>
  useChange(({ changeId, ...step }: { changeId: string; action: 'confirm' | 'refuse'; note: string }) =>
    post<ChangeRow>(`${BASE}/changes/${changeId}`, step),
  );
