/**
 * The port for a telephone line. An owner who calls for help is a ticket first; whoever has a SIP exchange, a duty phone
 * or a pager may have it rung as well. An adapter rings once for a call and says whether it did: what it says goes into
 * the ticket's history, so `rung` must be true only when a line was really rung. It may take seconds and may fail, for no
 * owner waits for it.
 */
export interface HelpLine {
  ring(call: CallToRing): Promise<'rung' | 'no-line'>;
}

export interface CallToRing {
  readonly ticketId: string;
  readonly communityId: string;
  readonly kioskId: string;
  /** `unanswered`: nobody in the portal took it up in time. */
  readonly why: 'called' | 'unanswered';
}

/** No line is set up: nothing is rung, and nothing says that it was. */
export const noHelpLine: HelpLine = { ring: () => Promise.resolve('no-line') };
