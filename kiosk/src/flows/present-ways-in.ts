import type { ActorRefFrom } from 'xstate';
import type { Screen } from '../screens.ts';
import type { WayChoice } from '../screens/ways-in.ts';
import type { SessionContext } from './session-context.ts';
import type { waysInMachine } from './ways-in.ts';

/** What can be chosen to say who one is; a way that is off says why. */
export function wayChoices({ configuration, devices, trouble }: SessionContext): readonly WayChoice[] {
  const reader = devices['card-reader'];
  const cardWorks = reader?.state === 'ok' || reader?.state === 'attention';
  return (configuration?.ways ?? ['card']).map((way) => {
    const reason = trouble ?? (way !== 'card' || cardWorks ? undefined : (reader?.code ?? 'LT-3001'));
    return reason === undefined ? { way, available: true } : { way, available: false, reason };
  });
}

/** `13800001234` → `138****1234`: as it may stay on the screen once it was sent. */
function masked(phone: string): string {
  return phone.length < 11 ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

export function waysInScreen(actor: ActorRefFrom<typeof waysInMachine>, session: SessionContext): Screen {
  const { context, value } = actor.getSnapshot();
  const { typed: digits, problem, building, unit } = context;
  const withProblem = problem === undefined ? {} : { problem };
  const state = typeof value === 'string' ? value : 'showing';
  switch (state) {
    case 'card': {
      const available = wayChoices(session).find(({ way }) => way === 'card')?.available ?? false;
      return { screen: 'present-card', cardReader: available ? 'ready' : 'absent' };
    }
    case 'number':
    case 'sending':
      return { screen: 'phone-number', digits, sending: state === 'sending', ...withProblem };
    case 'code':
    case 'checkingCode':
      return {
        screen: 'phone-code',
        phoneMasked: masked(context.phone),
        digits,
        checking: state === 'checkingCode',
        resendSecondsLeft: context.resendLeft,
        resendOfSeconds: context.resendOf,
        ...withProblem,
      };
    case 'askingDoors':
      return { screen: 'door', part: 'building' };
    case 'building':
      return { screen: 'door', part: 'building', doors: context.doors?.buildings.map(({ code }) => code) ?? [] };
    case 'unit': {
      const doors = context.doors?.buildings.find(({ code }) => code === building)?.units ?? [];
      return { screen: 'door', part: 'unit', building, doors };
    }
    case 'room':
      return { screen: 'room-number', building, unit, digits };
    case 'lastDigits':
    case 'checkingRoom':
      return { screen: 'room-check', digits, checking: state === 'checkingRoom', ...withProblem };
    case 'askingToShow':
    case 'showing': {
      const { showing, secondsLeft, ofSeconds } = context;
      const shown = showing && { content: showing.pageUrl, number: showing.number };
      return { screen: 'owner-phone', secondsLeft, ofSeconds, ...(shown ? { shown } : {}) };
    }
    case 'problem':
      return { screen: 'way-problem', way: context.way, code: problem ?? 'LT-9999' };
    case 'chooseHome':
      return { screen: 'choose-home', homes: context.found?.homes ?? [] };
    default:
      return { screen: 'identify', ways: wayChoices(session) };
  }
}
