import type { Permission } from '../../contract/admin-api.ts';
import type { RefundAction, RefundState } from '../../contract/refunds-api.ts';
import type { RefundRow } from './refunds.store.ts';

interface Candidate {
  readonly action: RefundAction;
  readonly permission: Permission;
  /** Who asked for the refund must not do it. */
  readonly byAnother: boolean;
  readonly states: readonly RefundState[];
  readonly when?: (refund: RefundRow) => boolean;
}

const isOriginal = (refund: RefundRow) => refund.route === 'original';
const isNotReturned = (refund: RefundRow) => refund.returned_entry_id === null;

const CANDIDATES: readonly Candidate[] = [
  { action: 'approve', permission: 'refunds.approve', byAnother: true, states: ['REQUESTED', 'APPROVING'] },
  { action: 'reject', permission: 'refunds.approve', byAnother: true, states: ['REQUESTED', 'APPROVING'] },
  {
    action: 'pay-out',
    permission: 'refunds.request',
    byAnother: false,
    states: ['APPROVED'],
    when: (refund) => !isOriginal(refund),
  },
  {
    action: 'retry',
    permission: 'refunds.approve',
    byAnother: false,
    states: ['FAILED'],
    when: (refund) => isOriginal(refund) && isNotReturned(refund),
  },
  { action: 'reroute', permission: 'refunds.approve', byAnother: true, states: ['FAILED'], when: isNotReturned },
  { action: 'give-up', permission: 'refunds.approve', byAnother: false, states: ['FAILED'], when: isNotReturned },
  { action: 'ask-again', permission: 'refunds.request', byAnother: false, states: ['PROCESSING', 'UNKNOWN'] },
  {
    action: 'declare',
    permission: 'refunds.approve',
    byAnother: true,
    states: ['PROCESSING', 'UNKNOWN'],
    when: (refund) => refund.due_at !== null,
  },
];

/**
 * What a staff member may do with a refund as it stands: what the portal offers. The steps check it again.
 * @param approvers who approved it before
 */
export function actionsFor(
  refund: RefundRow,
  staff: { readonly actor: string; readonly permissions: ReadonlySet<Permission> },
  approvers: readonly string[],
): RefundAction[] {
  const asked = refund.requested_by === staff.actor;
  return CANDIDATES.filter(
    ({ action, permission, byAnother, states, when }) =>
      staff.permissions.has(permission) &&
      states.includes(refund.state) &&
      !(byAnother && asked) &&
      !(action === 'approve' && approvers.includes(staff.actor)) &&
      (when?.(refund) ?? true),
  ).map(({ action }) => action);
}
