import type { Permission, Role } from '../../contract/admin-api.ts';

const MONEY_VIEWS = [
  'payments.view',
  'receipts.view',
  'households.view',
  'exceptions.view',
  'refunds.view',
  'cash.view',
  'invoices.view',
  'transfer-slips.view',
  'tickets.view',
  'stays.view',
] as const satisfies readonly Permission[];

/**
 * What each preset role may do. Who runs the system does not thereby see the money, and the reverse.
 * That two different people approve a refund or count a cash box is checked where it happens, not by roles.
 */
const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  'system-admin': ['kiosks.view', 'kiosks.enrol', 'help-calls.answer'],
  'business-admin': [
    'kiosks.view',
    'help-calls.answer',
    'tickets.manage',
    ...MONEY_VIEWS,
    'exceptions.resolve',
    'refunds.request',
    'refunds.approve',
    'bills.reverse',
    'deposits.manage',
    'leases.manage',
    'stays.let-out',
    'parking-tariffs.set',
    'agreements.manage',
    'cash.collect',
    'invoices.manage',
    'transfer-slips.register',
    'reconciliation.view',
  ],
  'finance-auditor': [
    'kiosks.view',
    ...MONEY_VIEWS,
    'exceptions.resolve',
    'refunds.approve',
    'cash.close',
    'reconciliation.view',
    'reconciliation.manage',
    'ledger.view',
    'ledger.close',
  ],
  cashier: [
    'kiosks.view',
    'help-calls.answer',
    'tickets.manage',
    ...MONEY_VIEWS,
    'refunds.request',
    'deposits.manage',
    'leases.manage',
    'stays.let-out',
    'agreements.manage',
    'cash.collect',
    'cash.close',
    'invoices.manage',
    'transfer-slips.register',
  ],
  // Whose bill is in dispute is not reminded of it.
  'dunning-clerk': ['households.view', 'tickets.view'],
};

export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => PERMISSIONS[role]))];
}
