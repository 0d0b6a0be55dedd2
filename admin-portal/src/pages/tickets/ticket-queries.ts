import type { helpDeskRoutes, StaffStep } from '@louting/server/contract/help-desk-api';
import type { questionRoutes } from '@louting/server/contract/questions-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post, put } from '../../api/client.ts';

type Answer<Route extends keyof typeof helpDeskRoutes> = z.infer<(typeof helpDeskRoutes)[Route]['response']>;
type Filter = Readonly<Record<string, string | number | undefined>>;

/** Somebody stands there and waits. */
const CALLS_REFRESH_MS = 3_000;
const REFRESH_MS = 15_000;

export function useHelpCalls(communityId: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ['help-calls', communityId],
    queryFn: () => get<Answer<'calls'>>('/admin/v1/help-calls', { communityId }, true),
    refetchInterval: CALLS_REFRESH_MS,
    // Whoever looks at another window hears the call all the same.
    refetchIntervalInBackground: true,
    enabled,
  });
}

export function useTickets(filter: Filter) {
  const queries = useQueryClient();
  const queryKey = ['tickets', filter];
  return useQuery({
    queryKey,
    queryFn: () =>
      get<Answer<'tickets'>>('/admin/v1/tickets', filter, queries.getQueryState(queryKey)?.status === 'success'),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useTicket(ticketId: string | undefined) {
  return useQuery({
    queryKey: ['ticket', ticketId],
    queryFn: () => get<Answer<'ticket'>>(`/admin/v1/tickets/${ticketId}`),
    enabled: ticketId !== undefined,
  });
}

export function useTicketStep(ticketId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: StaffStep) => post<Answer<'step'>>(`/admin/v1/tickets/${ticketId}/steps`, step),
    // Also after a refusal: somebody else may have been quicker. Only the ticket itself is waited for.
    onSettled: () => {
      for (const list of ['help-calls', 'tickets', 'kiosks']) void queries.invalidateQueries({ queryKey: [list] });
      return queries.invalidateQueries({ queryKey: ['ticket', ticketId] });
    },
  });
}

export function useRaiseTicket() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ticket: z.input<typeof helpDeskRoutes.raise.body>) =>
      post<Answer<'raise'>>('/admin/v1/tickets', ticket),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tickets'] }),
  });
}

export function useTicketAnalysis(communityId: string | undefined) {
  return useQuery({
    queryKey: ['ticket-analysis', communityId],
    queryFn: () => get<Answer<'analysis'>>('/admin/v1/ticket-analysis', { communityId }),
    placeholderData: keepPreviousData,
  });
}

export type EditedQuestion = z.input<typeof questionRoutes.changeQuestions.body>['questions'][number];
type Questions = z.infer<typeof questionRoutes.questions.response>;

export function useQuestions(communityId: string | undefined) {
  return useQuery({
    queryKey: ['questions', communityId],
    queryFn: () => get<Questions>(`/admin/v1/communities/${communityId}/questions`),
    enabled: communityId !== undefined,
  });
}

export function useChangeQuestions(communityId: string) {
  const queries = useQueryClient();
  return useMutation({
    // What the server adds for kiosks, the traditional characters, is not sent back.
    mutationFn: (questions: readonly EditedQuestion[]) =>
      put<Questions>(`/admin/v1/communities/${communityId}/questions`, { questions: questions.map(withoutDerived) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['questions', communityId] }),
  });
}

function withoutDerived({ question, answer }: EditedQuestion): EditedQuestion {
  return {
    question: { 'zh-CN': question['zh-CN'], en: question.en },
    answer: { 'zh-CN': answer['zh-CN'], en: answer.en },
  };
}
