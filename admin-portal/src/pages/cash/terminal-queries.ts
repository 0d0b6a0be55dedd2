import type { adminTotalsRoutes } from '@louting/server/contract/terminal-totals-api';
import type { z } from 'zod';
import { post } from '../../api/client.ts';
import { useCashChange } from './cash-queries.ts';

type Ask = typeof adminTotalsRoutes.ask;

export const useAskTotals = () =>
  useCashChange((body: z.input<Ask['body']>) => post<z.infer<Ask['response']>>('/admin/v1/cash/terminal-totals', body));
