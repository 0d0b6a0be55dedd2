import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import {
  EnrolmentSchema,
  PaymentOrderSchema,
  type Heartbeat,
  type PaymentMethod,
  type PaymentOrder,
} from '@louting/server/contract/kiosk-api';
import { SessionSchema } from '@louting/server/contract/session-api';
import { rawPublicKey, signRequest } from '@louting/server/contract/request-signature';

/** The server's first demo kiosk, as far as the server can tell: it enrols and signs, but has no devices. */
export interface SignedKiosk {
  heartbeat(report: Pick<Heartbeat, 'devices' | 'screen'>): Promise<void>;
  callHelp(screen: string): Promise<void>;
  /** Orders all open bills of a demo card; a cash order is settled with the notes given, in fen. */
  pay(uid: string, method: PaymentMethod, notes?: readonly number[]): Promise<PaymentOrder>;
  reprint(receiptNumber: string): Promise<void>;
}

/** @param stateDir of a server with demo books */
export async function enrolDemoKiosk(url: string, stateDir: string): Promise<SignedKiosk> {
  const { code } = JSON.parse(readFileSync(join(stateDir, 'demo-enrolment.json'), 'utf8')) as { code: string };
  const { privateKey } = generateKeyPairSync('ed25519');
  const enrolled = await fetch(`${url}/kiosk/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: rawPublicKey(privateKey) }),
  });
  const { keyId } = EnrolmentSchema.parse(await enrolled.json());

  async function post(path: string, content: object): Promise<unknown> {
    const body = JSON.stringify(content);
    const target = `${url}/kiosk/v1/${path}`;
    const signature = signRequest({
      method: 'POST',
      url: target,
      body,
      privateKey,
      keyId,
      created: Date.now(),
      nonce: newId(),
    });
    const headers = { 'content-type': 'application/json', ...signature };
    const answer = await fetch(target, { method: 'POST', headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    heartbeat: async (report) => {
      const now = Date.now();
      await post('heartbeats', { at: now, startedAt: now, version: '0.1.0', idle: true, openIntents: 0, ...report });
    },
    callHelp: async (screen) => {
      await post('tickets', { kind: 'help-call', ticketId: newId(), screen, at: Date.now() });
    },
    pay: async (uid, method, notes = []) => {
      const sessionId = newId();
      const session = SessionSchema.parse(await post('sessions', { sessionId, credential: { type: 'card', uid } }));
      const orderId = newId();
      const order = await post('payment-orders', {
        orderId,
        sessionId,
        billIds: session.bills.map((bill) => bill.billId),
        amountFen: session.totalOutstandingFen,
        method,
      });
      if (method !== 'cash') return PaymentOrderSchema.parse(order);
      const settled = await post(`payment-orders/${orderId}/cash-settlement`, {
        notes: notes.map((denominationFen) => ({ noteId: newId(), denominationFen, stackedAt: Date.now() })),
        disposition: 'bills',
        excess: 'prepayment',
        recovered: false,
      });
      return PaymentOrderSchema.parse(settled);
    },
    reprint: async (receiptNumber) => {
      await post(`receipts/${receiptNumber}/copies`, { copyId: newId() });
    },
  };
}
