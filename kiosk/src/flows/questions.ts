import { assign } from 'xstate';
import type { QuestionsScreen } from '../screens/help-desk.ts';
import { inEachLanguage } from './languages.ts';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** Frequent questions: from the help panel, while no money is under way. */
export const questionStates = {
  questionsAsked: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ questions: undefined, openQuestion: undefined })],
    invoke: {
      id: 'questions',
      src: 'questions',
      onDone: { target: 'questions', actions: assign({ questions: ({ event }) => event.output }) },
      onError: { target: 'questionsLeft' },
    },
    on: { back: 'questionsLeft', cancel: 'questionsLeft', 'owner-gone': 'goodbye' },
  }),
  questions: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ openQuestion: undefined })],
    on: {
      'open-question': { target: 'question', actions: assign({ openQuestion: ({ event }) => event.index }) },
      back: 'questionsLeft',
      cancel: [{ guard: 'hasSession', target: 'goodbye' }, { target: 'idle' }],
      'owner-gone': [{ guard: 'hasSession', target: 'goodbye' }, { target: 'idle' }],
    },
  }),
  question: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: {
      back: 'questions',
      cancel: [{ guard: 'hasSession', target: 'goodbye' }, { target: 'idle' }],
      'owner-gone': [{ guard: 'hasSession', target: 'goodbye' }, { target: 'idle' }],
    },
  }),
  questionsLeft: sessionSetup.createStateConfig({
    always: [{ guard: 'hasSession', target: 'welcome' }, { target: 'idle' }],
  }),
};

export function questionsScreen({ questions, openQuestion }: SessionContext): QuestionsScreen {
  const shown = questions?.map(({ question, answer }) => ({
    question: inEachLanguage(question),
    answer: inEachLanguage(answer),
  }));
  return {
    screen: 'questions',
    ...(shown ? { questions: shown } : {}),
    ...(openQuestion === undefined || !shown?.[openQuestion] ? {} : { open: openQuestion }),
  };
}
