import type { Usage } from '@louting/server/contract/visits-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';

export function useUsage(communityId: string | undefined, days: number) {
  return useQuery({
    queryKey: ['usage', communityId, days],
    queryFn: () => get<Usage>('/admin/v1/usage', { communityId, days }),
    placeholderData: keepPreviousData,
  });
}
