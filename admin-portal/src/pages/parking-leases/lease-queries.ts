import type { parkingLeaseRoutes } from '@louting/server/contract/parking-leases-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Leases = z.infer<typeof parkingLeaseRoutes.leases.response>;
type Tariffs = z.infer<typeof parkingLeaseRoutes.tariffs.response>;
type NewLease = z.input<typeof parkingLeaseRoutes.makeLease.body>;
type Renewal = z.input<typeof parkingLeaseRoutes.renewLease.body> & { readonly renews: string };

const BASE = '/admin/v1/parking-leases';
const KEY = 'parking-leases';

export function useLeases(filter: Readonly<Record<string, string | number | undefined>>) {
  return useQuery({
    queryKey: [KEY, filter],
    queryFn: () => get<Leases>(BASE, filter),
    placeholderData: keepPreviousData,
  });
}

/** What a month costs on a day, by tariff. */
export function useParkingTariffs(communityId: string | undefined, day: string | undefined) {
  return useQuery({
    queryKey: ['parking-tariffs', communityId, day],
    queryFn: () => get<Tariffs>('/admin/v1/parking-tariffs', { communityId, day }),
    enabled: communityId !== undefined,
    placeholderData: keepPreviousData,
  });
}

function useChange<Wanted>(send: (wanted: Wanted) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useMakeLease = () => useChange((lease: NewLease) => post(BASE, lease));

export const useRenewLease = () =>
  useChange(({ renews, ...lease }: Renewal) => post(`${BASE}/${renews}/renewal`, lease));

export const useEndLease = () =>
  useChange(({ leaseId, lastDay }: { leaseId: string; lastDay: string }) =>
    post(`${BASE}/${leaseId}/end`, { lastDay }),
  );
