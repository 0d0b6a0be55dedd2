import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type FailPoints, noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { ok, unwrap } from '@louting/common/result';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import type { Session } from '../../contract/session-api.ts';
import { rawPublicKey, signRequest } from '../../contract/request-signature.ts';
import { enrolKiosk, issueEnrolmentCode, seedDemoKiosks } from '../../modules/kiosks/kiosks.store.ts';
import type { GateOfCommunity } from '../../modules/parking-stays/barrier-gate.ts';
import type { CodeMessage, SmsGateway } from '../../modules/identification/sms-gateway.ts';
import { createOrderWatch } from '../../modules/payments/order-watch.ts';
import type { PaymentsContext } from '../../modules/payments/payments-context.ts';
import { createResolver, type Resolver } from '../../modules/payments/resolver.ts';
import type { Storage } from '../../storage/storage.ts';
import { CardSchemesSchema, type CardProving } from '../../modules/card-auth/card-masters.ts';
import { buildApp } from '../build-app.ts';
import { createTestChannel, type TestChannel } from './test-channel.ts';
import { seedTestEstate, type TestEstate, type TestHousehold } from './test-estate.ts';

export const ORIGIN = 'http://louting.test';
export const CARD_KEY = Buffer.alloc(32, 1);
export const TEST_PROVING: CardProving = {
  masters: { 1: { desfire: Buffer.alloc(16, 3), fmcos: Buffer.alloc(16, 4), 'mifare-classic': Buffer.alloc(16, 5) } },
  schemes: CardSchemesSchema.parse({}),
};
const NOON = Date.UTC(2026, 10, 23, 4, 0, 0);

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

export interface TestKiosk {
  readonly kioskId: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  call<T = Record<string, unknown>>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer<T>>;
  /** Opens a session with the card of the household and answers its id. */
  open(household: TestHousehold): Promise<Session>;
}

export interface TestServer {
  readonly app: FastifyInstance;
  readonly storage: Storage;
  readonly context: PaymentsContext;
  readonly resolver: Resolver;
  readonly wechat: TestChannel;
  readonly alipay: TestChannel;
  readonly estate: TestEstate;
  /** Messages with codes, in the order they were sent. */
  readonly messages: readonly CodeMessage[];
  /** K001 and K002, both in the community. */
  readonly kiosks: readonly [TestKiosk, TestKiosk];
  readonly clock: { now(): number; pass(ms: number): void };
  /** The same books under a new process. */
  restart(): Promise<TestServer>;
}

/** The whole application on empty books, with a community, two enrolled kiosks and two scripted channels. */
export async function startTestServer(
  storage: Storage,
  options: {
    readonly households?: number;
    readonly failPoints?: FailPoints;
    readonly logger?: Logger;
    readonly bankCards?: boolean;
    readonly gates?: readonly GateOfCommunity[];
  } = {},
): Promise<TestServer> {
  let now = NOON;
  const clock = {
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
  const {
    households = 2,
    failPoints = noFailPoints,
    logger = pino({ level: 'silent' }),
    bankCards = false,
    gates = [],
  } = options;
  const estate = await seedTestEstate(storage, { households, newId, now, cardKey: CARD_KEY });
  const fleet = await seedDemoKiosks(storage, newId, now);
  const [first, second] = fleet;
  if (!first || !second) throw new Error('two kiosks were expected');
  const keys = [await enrol(storage, first.kioskId, now), await enrol(storage, second.kioskId, now)] as const;
  const messages: CodeMessage[] = [];
  const sms: SmsGateway = {
    sendCode: async (message) => {
      messages.push(message);
      return ok();
    },
  };
  const wechat = createTestChannel('wechat-pay', clock.now);
  const alipay = createTestChannel('alipay', clock.now);

  async function boot(): Promise<TestServer> {
    const context: PaymentsContext = {
      storage,
      clock,
      newId,
      logger,
      failPoints,
      channels: { 'wechat-pay': wechat, alipay },
      bankCards,
      watch: createOrderWatch(),
      receiptKey: createSecretKey(Buffer.alloc(32, 2)),
      publicUrl: ORIGIN,
    };
    const app = await buildApp({
      payments: context,
      cardKey: CARD_KEY,
      proving: TEST_PROVING,
      sms,
      gates,
      origins: () => [ORIGIN],
    });
    await app.ready();
    const kiosks = [kioskClient(app, keys[0], clock.now), kioskClient(app, keys[1], clock.now)] as const;
    const resolver = createResolver(context);
    return { app, storage, messages, context, resolver, wechat, alipay, estate, kiosks, clock, restart: boot };
  }
  return boot();
}

interface Enrolled {
  readonly kioskId: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

async function enrol(storage: Storage, kioskId: string, now: number): Promise<Enrolled> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { code } = unwrap(await issueEnrolmentCode(storage, kioskId, now));
  const { keyId } = unwrap(await enrolKiosk(storage, { code, publicKey: rawPublicKey(privateKey) }, now, newId));
  return { kioskId, keyId, privateKey };
}

function kioskClient(app: FastifyInstance, enrolled: Enrolled, now: () => number): TestKiosk {
  const call: TestKiosk['call'] = async (method, path, content) => {
    const payload = content === undefined ? '' : JSON.stringify(content);
    const signed = { method, url: `${ORIGIN}${path}`, body: payload, created: now(), nonce: newId() };
    const headers = {
      host: new URL(ORIGIN).host,
      ...signRequest({ ...signed, ...enrolled }),
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const answer = await app.inject({ method, url: path, headers, payload });
    return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') };
  };
  return {
    ...enrolled,
    call,
    open: async (household) => {
      const request = { sessionId: newId(), credential: { type: 'card', uid: household.cardUid } };
      const { status, body } = await call<Session>('POST', '/kiosk/v1/sessions', request);
      if (status !== 200) throw new Error(`session was not opened: ${JSON.stringify(body)}`);
      return body;
    },
  };
}
