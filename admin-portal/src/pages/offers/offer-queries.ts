import type { offersAdminRoutes } from '@louting/server/contract/offers-admin-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Offers = z.infer<typeof offersAdminRoutes.offers.response>;
type NewOffer = z.input<typeof offersAdminRoutes.publishOffer.body>;

const BASE = '/admin/v1/offers';
const KEY = 'offers';

export function useOffers(communityId: string | undefined) {
  return useQuery({ queryKey: [KEY, communityId], queryFn: () => get<Offers>(BASE, { communityId }) });
}

export function usePublishOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (offer: NewOffer) => post(BASE, offer),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

export function useWithdrawOffer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (offerId: string) => post(`${BASE}/${offerId}/withdrawal`),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}
