import type { parkingTariffRoutes } from '@louting/server/contract/parking-tariffs-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Prices = z.infer<typeof parkingTariffRoutes.prices.response>;
type NewPrice = z.input<typeof parkingTariffRoutes.setPrice.body>;

const PRICES = '/admin/v1/parking-prices';

export function useParkingPrices(communityId: string | undefined) {
  return useQuery({ queryKey: ['parking-prices', communityId], queryFn: () => get<Prices>(PRICES, { communityId }) });
}

export function useSetPrice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (price: NewPrice) => post(PRICES, price),
    // Leases are made by them.
    onSettled: () =>
      Promise.all(['parking-prices', 'parking-tariffs'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
