import type { Permission, Role } from '../../contract/admin-api.ts';

/** What each preset role may do (acceptance S23.1). Who runs the system does not thereby see the money, and the reverse. */
const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  'system-admin': ['kiosks.view', 'kiosks.enrol', 'help-calls.answer'],
  'business-admin': ['kiosks.view', 'help-calls.answer', 'payments.view', 'receipts.view', 'households.view'],
  'finance-auditor': ['kiosks.view', 'payments.view', 'receipts.view', 'households.view'],
  cashier: ['kiosks.view', 'help-calls.answer', 'payments.view', 'receipts.view', 'households.view'],
  'dunning-clerk': ['households.view'],
};

export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => PERMISSIONS[role]))];
}
