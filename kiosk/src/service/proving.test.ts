import { newId } from '@louting/common/ids';
import { failed, ok, type Result, unwrap } from '@louting/common/result';
import type { CardAuthentication } from '@louting/server/contract/card-auth-api';
import pino from 'pino';
import { expect, it } from 'vitest';
import { configuration, household } from '../flows/test-effects.ts';
import type { OpenedCard } from './devices/device-ports.ts';
import { cardSessions } from './proving.ts';

const UID = '04010203040580';
const OPENED: OpenedCard = { uid: UID, application: { scheme: 'desfire', answers: ['9100', 'AB91AF'] } };
const COMMANDS: CardAuthentication = { state: 'commands', commands: ['90AF0000'], expiresAt: 1 };

/** A kiosk whose card and server say what they are told; `said` is what went over the line, in order. */
function scene(parts: {
  readonly opened?: Result<OpenedCard>;
  readonly started?: Result<CardAuthentication>;
  readonly relayed?: Result<string[]>;
  readonly answered?: Result<CardAuthentication>;
}) {
  const said: string[] = [];
  let refused = false;
  const cardProbes = [{ scheme: 'desfire' as const, commands: ['905A'] }];
  const open = cardSessions({
    newId,
    log: pino({ level: 'silent' }),
    kiosk: () => ({ ...configuration, cardProbes }),
    devices: {
      communityCard: {
        open: async () => parts.opened ?? ok(OPENED),
        relay: async () => parts.relayed ?? ok(['CD9100']),
      },
    },
    server: {
      startCardAuthentication: async () => {
        said.push('start');
        return parts.started ?? ok(COMMANDS);
      },
      answerCardAuthentication: async (_id, answers) => {
        said.push(`answer ${answers.join(' ')}`);
        return parts.answered ?? ok({ state: 'proved' });
      },
      openSession: async (sessionId, credential) => {
        if (credential.type !== 'card') throw new Error('a card was expected');
        said.push(
          credential.authenticationId ? 'session, proved' : `session${credential.takenAway ? ', taken away' : ''}`,
        );
        return refused ? failed('LT-1007') : ok({ ...household, sessionId });
      },
    },
  });
  return { open, said, refuse: () => void (refused = true) };
}

it.each([
  ['a card that proves itself: two round trips more', {}, ['start', 'answer CD9100', 'session, proved']],
  ['a card with its number alone: none more', { opened: ok({ uid: UID }) }, ['session']],
  ['a card nobody asks to prove itself', { started: ok({ state: 'not-needed' as const }) }, ['start', 'session']],
  ['a bridge that carries nothing', { opened: failed('LT-3903') }, ['session']],
  ['a card that was away at once', { opened: failed('LT-1019') }, ['session, taken away']],
  ['another card in its place', { opened: ok({ ...OPENED, uid: '04FF' }) }, ['session, taken away']],
  ['a card pulled away in the middle', { relayed: failed('LT-1019') }, ['start']],
  ['a copy', { answered: failed('LT-1018') }, ['start', 'answer CD9100']],
  ['a line that is down', { started: failed('LT-5001') }, ['start']],
])('%s', async (_event, parts, expected) => {
  const { open, said } = scene(parts);
  const session = await open(UID, undefined);
  expect(said).toEqual(expected);
  expect(session.ok).toBe(expected.at(-1)?.startsWith('session'));
});

it('fresh bills are asked for with what the card proved; after a refusal it has to be laid down again', async () => {
  const { open, said, refuse } = scene({});
  const { sessionId } = unwrap(await open(UID, undefined));
  expect(unwrap(await open(UID, sessionId)).sessionId).toBe(sessionId);
  expect(said).toEqual(['start', 'answer CD9100', 'session, proved', 'session, proved']);
  refuse();
  expect(await open(UID, sessionId)).toEqual(failed('LT-1007'));
  await open(UID, sessionId);
  expect(said.filter((one) => one === 'start')).toHaveLength(2);
});
