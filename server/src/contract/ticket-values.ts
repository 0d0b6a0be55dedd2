/** Lists of their own, without a schema: the portal offers them, and carries no validator into the browser. */
export const TICKET_KINDS = ['help-call', 'bill-dispute', 'feedback', 'repair'] as const;
export const TICKET_STATES = ['open', 'accepted', 'on-the-way', 'being-verified', 'resolved', 'closed'] as const;
export const URGENCIES = ['urgent', 'normal', 'low'] as const;

/** What a verified dispute is found to be. */
export const VERIFICATION = {
  cause: ['billed-twice', 'wrong-amount', 'wrong-class', 'wrong-reading', 'payment-missing', 'bill-is-right'],
  scope: ['this-bill', 'this-room', 'several-rooms'],
  responsibility: ['billing', 'meter-reading', 'base-data', 'channel', 'nobody'],
  fix: ['explained', 'bill-reversed', 'bill-replaced', 'refunded', 'data-corrected'],
} as const;

/** What the owner said when called back. Who is not content gets the ticket reopened. */
export const CALL_BACKS = ['content', 'not-reached', 'not-needed'] as const;
