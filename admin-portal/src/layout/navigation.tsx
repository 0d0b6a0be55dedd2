import type { Permission, Staff } from '@louting/server/contract/admin-api';
import { Navigate } from 'react-router';
import type { ReactElement } from 'react';
import { useLoggedInStaff } from '../session/staff-context.ts';
import { Refused } from './page-states.tsx';

export interface PageEntry {
  readonly path: string;
  readonly permission: Permission;
  readonly label: string;
  readonly group: string;
}

/** Pages of the left tree, in its order (acceptance S27.1). Labels are keys of the locale files. */
const PAGES: readonly PageEntry[] = [
  { path: '/kiosks', permission: 'kiosks.view', label: 'page.kiosks', group: 'group.operation' },
  { path: '/usage', permission: 'kiosks.view', label: 'page.usage', group: 'group.operation' },
  { path: '/ways', permission: 'kiosks.enrol', label: 'page.ways', group: 'group.operation' },
  { path: '/tickets', permission: 'tickets.view', label: 'page.tickets', group: 'group.operation' },
  { path: '/payments', permission: 'payments.view', label: 'page.payments', group: 'group.charging' },
  { path: '/exceptions', permission: 'exceptions.view', label: 'page.exceptions', group: 'group.charging' },
  { path: '/refunds', permission: 'refunds.view', label: 'page.refunds', group: 'group.charging' },
  { path: '/receipts', permission: 'receipts.view', label: 'page.receipts', group: 'group.charging' },
  { path: '/invoices', permission: 'invoices.view', label: 'page.invoices', group: 'group.charging' },
  { path: '/cash', permission: 'cash.view', label: 'page.cash', group: 'group.charging' },
  {
    path: '/transfer-slips',
    permission: 'transfer-slips.view',
    label: 'page.slips',
    group: 'group.charging',
  },
  { path: '/offers', permission: 'deposits.manage', label: 'page.offers', group: 'group.charging' },
  { path: '/parking-leases', permission: 'leases.manage', label: 'page.leases', group: 'group.charging' },
  { path: '/parking-stays', permission: 'stays.view', label: 'page.stays', group: 'group.charging' },
  { path: '/rooms', permission: 'households.view', label: 'page.rooms', group: 'group.baseData' },
  { path: '/reconciliation', permission: 'reconciliation.view', label: 'page.reconciliation', group: 'group.books' },
  { path: '/ledger', permission: 'ledger.view', label: 'page.ledger', group: 'group.books' },
];

/** Whether an address leads to a page at all, whoever asks. */
export function isPage(pathname: string): boolean {
  return PAGES.some((page) => pathname.startsWith(page.path));
}

export function pagesFor(staff: Staff): PageEntry[] {
  return PAGES.filter((page) => staff.permissions.includes(page.permission));
}

export function FirstPermittedPage(): ReactElement {
  const [first] = pagesFor(useLoggedInStaff());
  return first ? <Navigate to={first.path} replace /> : <Refused />;
}
