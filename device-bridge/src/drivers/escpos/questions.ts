import type { PrinterCounters } from '../roles.ts';
import type { Conversation } from './conversation.ts';
import type { EscposProfile } from './profile.ts';
import { sensorsOfReplies, type PrinterSensors } from './status.ts';

/** What is asked of a printer over and over, and how often it did not answer. */
export interface Questions {
  sensors(talk: Conversation): Promise<PrinterSensors | undefined>;
  counters(talk: Conversation): Promise<PrinterCounters | undefined>;
  /** Behind some lines a printer that loses its power for a moment is only silent: then something stayed unanswered. */
  unanswered(): number;
}

export function createQuestions({ statusTimeoutMs, counters }: EscposProfile): Questions {
  let unanswered = 0;

  const askSensors = async (talk: Conversation): Promise<PrinterSensors | undefined> => {
    const state = await talk.realtimeStatus(1);
    const offline = state === undefined ? undefined : await talk.realtimeStatus(2);
    const error = offline === undefined ? undefined : await talk.realtimeStatus(3);
    const paper = error === undefined ? undefined : await talk.realtimeStatus(4);
    if (state !== undefined && offline !== undefined && error !== undefined && paper !== undefined) {
      return sensorsOfReplies(state, offline, error, paper);
    }
    unanswered += 1;
    // Replies carry no question number: one that comes late must find nobody waiting.
    await new Promise((resolve) => setTimeout(resolve, statusTimeoutMs));
    return undefined;
  };

  const askCounters = async (talk: Conversation): Promise<PrinterCounters | undefined> => {
    if (!counters) return undefined;
    const lines = await talk.counter(148);
    const cuts = lines === undefined ? undefined : await talk.counter(178);
    return lines === undefined || cuts === undefined ? undefined : { lines, cuts };
  };

  return { sensors: askSensors, counters: askCounters, unanswered: () => unanswered };
}
