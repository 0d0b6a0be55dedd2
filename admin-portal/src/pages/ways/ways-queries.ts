import type { CardWorth } from '@louting/server/contract/card-auth-api';
import type { adminIdentificationRoutes, WayIn } from '@louting/server/contract/identification-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, put } from '../../api/client.ts';

type Ways = z.infer<typeof adminIdentificationRoutes.ways.response>;

const KEY = 'ways';

/** Whose setting it is. */
export type Place = { readonly communityId: string } | { readonly kioskId: string };

export interface WaysChange {
  readonly place: Place;
  /** `null`: a kiosk does as its community. */
  readonly ways: readonly WayIn[] | null;
}

export function useWays(communityId: string | undefined) {
  return useQuery({ queryKey: [KEY, communityId], queryFn: () => get<Ways>('/admin/v1/ways', { communityId }) });
}

export function useSetWays() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ place, ways }: WaysChange) => put(pathOf(place), { ways }),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** What a card that proves nothing is worth in a community. */
export function useSetCards() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ communityId, cards }: { readonly communityId: string; readonly cards: CardWorth }) =>
      put(`/admin/v1/communities/${communityId}/cards`, { cards }),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

function pathOf(place: Place): string {
  return 'kioskId' in place
    ? `/admin/v1/kiosks/${place.kioskId}/ways`
    : `/admin/v1/communities/${place.communityId}/ways`;
}
