import { command, NoPayload } from './message.ts';

/**
 * Outside the standard, in its envelope: the health of a coin acceptor. Its coins come with the notes, in the
 * transactions of the cash acceptor; here it is a device of its own that is looked at and started anew.
 */
export const coinAcceptorCommands = {
  /** Greets the device anew, and completes when it was heard. */
  'CoinAcceptor.Reset': command('1.0', NoPayload, '1.0', NoPayload),
};
