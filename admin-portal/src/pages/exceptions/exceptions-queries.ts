import type { exceptionsRoutes, ResolveException } from '@louting/server/contract/exceptions-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Answer<Route extends keyof typeof exceptionsRoutes> = z.infer<(typeof exceptionsRoutes)[Route]['response']>;
type Filter = Readonly<Record<string, string | number | undefined>>;

const REFRESH_MS = 15_000;

export function useExceptions(filter: Filter) {
  const queries = useQueryClient();
  const queryKey = ['exceptions', filter];
  return useQuery({
    queryKey,
    queryFn: () =>
      get<Answer<'exceptions'>>('/admin/v1/exceptions', filter, queries.getQueryState(queryKey)?.status === 'success'),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useException(exceptionId: string | undefined) {
  return useQuery({
    queryKey: ['exception', exceptionId],
    queryFn: () => get<Answer<'exception'>>(`/admin/v1/exceptions/${exceptionId}`),
    enabled: exceptionId !== undefined,
  });
}

export function useAssignException(exceptionId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (take: boolean) =>
      post<Answer<'assignException'>>(`/admin/v1/exceptions/${exceptionId}/assignment`, { take }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['exception', exceptionId] });
      await queries.invalidateQueries({ queryKey: ['exceptions'] });
    },
  });
}

export function useResolveException(exceptionId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decision: ResolveException) =>
      post<Answer<'resolveException'>>(`/admin/v1/exceptions/${exceptionId}/resolution`, decision),
    // Also after a refusal: somebody else may have been quicker.
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['exception', exceptionId] });
      await queries.invalidateQueries({ queryKey: ['exceptions'] });
      await queries.invalidateQueries({ queryKey: ['payments'] });
    },
  });
}

export function useAnomalies(filter: Filter) {
  return useQuery({
    queryKey: ['anomalies', filter],
    queryFn: () => get<Answer<'anomalies'>>('/admin/v1/anomalies', filter),
    placeholderData: keepPreviousData,
  });
}

export function useReviewAnomaly() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ anomalyId, ...review }: { anomalyId: string; cause: string; action: string }) =>
      post<Answer<'reviewAnomaly'>>(`/admin/v1/anomalies/${anomalyId}/review`, review),
    onSettled: () => queries.invalidateQueries({ queryKey: ['anomalies'] }),
  });
}
