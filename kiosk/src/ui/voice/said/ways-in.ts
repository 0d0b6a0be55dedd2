import type { ModelOf } from '../../ui-context.ts';
import { about, choice, onScreen, phrase, trouble, type Line, type Said, type Typing } from '../spoken.ts';

const NAMES = {
  card: 'identify.card',
  'owner-phone': 'identify.phone',
  'phone-code': 'identify.number',
  room: 'identify.room',
} as const;
const HOW = {
  card: 'identify.cardMore',
  'owner-phone': 'identify.phoneMore',
  'phone-code': 'identify.numberMore',
  room: 'identify.roomMore',
} as const;

export function sayIdentify({ ways }: ModelOf<'identify'>): Said {
  return {
    lines: [onScreen(phrase('identify.voice'))],
    choices: ways
      .filter(({ available }) => available)
      .map(({ way }) => choice({ intent: 'choose-way', way }, phrase(NAMES[way]), phrase(HOW[way]))),
  };
}

/** Numbers of phones and rooms are typed and never said. */
function typing(digits: string, ready: boolean): Typing {
  return {
    digit: (digit) => ({ intent: 'press-digit', digit }),
    ...(digits === '' ? {} : { erase: { intent: 'erase-digit' } }),
    ...(ready ? { accept: { intent: 'accept-typed' } } : {}),
  };
}

const problems = (code: string | undefined): readonly Line[] =>
  code === undefined ? [] : [about('problem', ...trouble(code))];

export function sayPhoneNumber({ digits, sending, problem }: ModelOf<'phone-number'>): Said {
  if (sending) return { lines: [onScreen(phrase('phoneNumber.sending'))], choices: [] };
  return {
    lines: [onScreen(phrase('phoneNumber.voice')), ...problems(problem)],
    choices: [],
    typing: typing(digits, digits.length === 11),
  };
}

export function sayPhoneCode({ digits, checking, problem, resendSecondsLeft }: ModelOf<'phone-code'>): Said {
  if (checking) return { lines: [onScreen(phrase('keypad.checking'))], choices: [] };
  return {
    lines: [onScreen(phrase('phoneCode.voice')), ...problems(problem)],
    choices: resendSecondsLeft === 0 ? [choice({ intent: 'resend-code' }, phrase('phoneCode.resend'))] : [],
    typing: typing(digits, digits.length === 6),
  };
}

export function sayDoor(model: ModelOf<'door'>): Said {
  if (model.doors === undefined) return { lines: [onScreen(phrase('door.asking'))], choices: [] };
  const name = model.part === 'building' ? 'door.buildingKey' : 'door.unitKey';
  return {
    lines: [onScreen(phrase('door.voice'))],
    // A door with a letter is seen and not said.
    choices: model.doors
      .filter((door) => /^\d{1,4}$/.test(door))
      .map((door) => choice({ intent: 'choose-door', door }, phrase(name, { door: { figure: Number(door) } }))),
  };
}

export function sayRoomNumber({ digits }: ModelOf<'room-number'>): Said {
  return { lines: [onScreen(phrase('roomNumber.voice'))], choices: [], typing: typing(digits, digits !== '') };
}

export function sayRoomCheck({ digits, checking, problem }: ModelOf<'room-check'>): Said {
  if (checking) return { lines: [onScreen(phrase('keypad.checking'))], choices: [] };
  return {
    lines: [onScreen(phrase('roomCheck.voice')), ...problems(problem)],
    choices: [],
    typing: typing(digits, digits.length === 4),
  };
}

export function sayOwnerPhone({ shown }: ModelOf<'owner-phone'>): Said {
  return { lines: [onScreen(phrase(shown ? 'ownerPhone.voice' : 'qr.making'))], choices: [] };
}

export function sayWayProblem({ code }: ModelOf<'way-problem'>): Said {
  return {
    lines: [about('problem', ...trouble(code))],
    choices: [
      choice({ intent: 'other-method' }, phrase('wayProblem.other')),
      choice({ intent: 'retry' }, phrase('wayProblem.again')),
    ],
  };
}

export function sayChooseHome({ homes }: ModelOf<'choose-home'>): Said {
  return {
    lines: [onScreen(phrase('chooseHome.voice'))],
    choices: homes.map((_, home) =>
      choice({ intent: 'choose-home', home }, phrase('say.home', { number: { figure: home + 1 } })),
    ),
  };
}
