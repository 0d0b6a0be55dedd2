import { existsSync, openSync, readdirSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import type { BenchFault } from '@louting/device-bridge/simulators/bench/devices';
import type { PaymentMethod } from '@louting/server/contract/kiosk-api';
import { SessionSchema } from '@louting/server/contract/session-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RunningStack } from '../support/running-stack.ts';
import { SignedCalls } from '../support/signed-calls.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';
import { UiClient } from '../support/ui-client.ts';

const OWED_AT_MOST_FEN = 400_00;

/** Cards, requests, notifications and frames that are wrong: one clear code each, and no fen lost or invented. */
describe('bad input on the whole stack', () => {
  let world: RunningStack;
  let ui: UiClient;
  let calls: SignedCalls;
  let cards: TestCard[];

  beforeAll(async () => {
    world = await RunningStack.open({ timings: { goodbye: 200 } });
    ui = new UiClient(world.stack.urls.kiosk);
    calls = new SignedCalls(world.stack.urls.server, world.kioskStateDir);
    cards = giveTestCards(world.serverStateDir, 20, OWED_AT_MOST_FEN);
    await ui.waitFor('idle');
  });

  afterAll(async () => {
    ui?.close();
    await world?.close();
  });

  function nextCard(): TestCard {
    const card = cards.pop();
    if (!card) throw new Error('no more cards');
    return card;
  }

  /** Taps until the kiosk has seen the card, as people do. */
  async function tap(uid: string): Promise<void> {
    await ui.waitFor('idle');
    await world.bench.tap(uid, 200);
    await ui.waitUntil(({ screen }) => screen !== 'idle', 'the card to be seen');
  }

  async function tapAndChoose(card: TestCard, method: PaymentMethod): Promise<void> {
    await tap(card.uid);
    await ui.waitFor('bills');
    ui.send({ intent: 'pay' });
    await ui.waitUntil((model) => {
      return model.screen === 'method' && model.choices.some((choice) => choice.method === method && choice.available);
    }, `${method} to be offered`);
    ui.send({ intent: 'choose-method', method });
  }

  async function qrContent(): Promise<string> {
    const model = await ui.waitUntil(({ screen, ...rest }) => screen === 'qr' && 'content' in rest, 'a QR code');
    return model.screen === 'qr' && model.content ? model.content : '';
  }

  async function printedAndGone(): Promise<void> {
    await ui.waitUntil((model) => model.screen === 'success' && model.receipt.state === 'printed', 'the receipt');
    ui.send({ intent: 'finish' });
    await ui.waitFor('idle');
  }

  async function leave(): Promise<void> {
    ui.send({ intent: 'cancel' });
    ui.send({ intent: 'finish' });
    await ui.waitFor('idle');
  }

  describe('and the money stays right', () => {
    afterEach(async () => {
      const { world: truth, books } = await world.settled();
      expect(books).toEqual(truth);
    });

    describe('cards', () => {
      it.each([
        ['unknown', 'LT-1001'],
        ['lost', 'LT-1002'],
        ['replaced', 'LT-1003'],
        ['other-community', 'LT-1004'],
        ['no-room', 'LT-1006'],
      ])('%s: %s', async (scenario, code) => {
        await tap(world.demoCard(scenario));
        expect(await ui.waitFor('card-problem')).toMatchObject({ code });
        await leave();
      });

      it('of a room without bills: nothing owed', async () => {
        await tap(world.demoCard('nothing-owed'));
        expect((await ui.waitFor('nothing-owed')).payerMasked).toContain('*');
        await leave();
      });
    });

    describe('bills', () => {
      interface Elsewhere {
        readonly sessionId: string;
        readonly billIds: readonly string[];
        readonly amountFen: number;
      }

      async function sessionElsewhere(card: TestCard): Promise<Elsewhere> {
        const sessionId = newId();
        const answer = await calls.call('sessions', { sessionId, credential: { type: 'card', uid: card.uid } });
        const session = SessionSchema.parse(answer.content);
        return {
          sessionId,
          billIds: session.bills.map(({ billId }) => billId),
          amountFen: session.totalOutstandingFen,
        };
      }

      it('being paid at another kiosk, then paid there: LT-2003, LT-2002, and paid once', async () => {
        const card = nextCard();
        const elsewhere = await sessionElsewhere(card);
        await tap(card.uid);
        await ui.waitFor('bills');
        const order = await calls.call('payment-orders', { orderId: newId(), ...elsewhere, method: 'wechat-qr' });
        expect(order.status).toBeLessThan(300);
        ui.send({ intent: 'pay' });
        await ui.waitFor('method');
        ui.send({ intent: 'choose-method', method: 'cash' });
        expect(await ui.waitFor('failure')).toMatchObject({ code: 'LT-2003', money: 'not-taken' });
        await world.wechat.scanAndPay((order.content['qr'] as { content: string }).content);
        await world.waitFor('the payment elsewhere', () => world.books.outstandingOf(card.roomId) === 0);
        await leave();
        const late = await calls.call('payment-orders', { orderId: newId(), ...elsewhere, method: 'cash' });
        expect(late.content['code']).toBe('LT-2002');
        expect(world.books.paymentsOf(card.roomId)).toHaveLength(1);
      });

      it('with another sum than the books say, or of another household', async () => {
        const mine = await sessionElsewhere(nextCard());
        const theirs = await sessionElsewhere(nextCard());
        const order = { ...mine, orderId: newId(), method: 'cash' };
        const cheaper = await calls.call('payment-orders', { ...order, amountFen: mine.amountFen - 1 });
        expect(cheaper.content['code']).toBe('LT-2005');
        const foreign = await calls.call('payment-orders', { ...order, billIds: theirs.billIds });
        expect(foreign.content['code']).toBe('LT-2004');
      });
    });

    describe('requests', () => {
      const wish = () => ({ sessionId: newId(), credential: { type: 'card', uid: cards[0]?.uid } });

      it('sent twice by a thief on the line: LT-4003', async () => {
        const call = calls.sign('sessions', wish());
        expect((await calls.send(call)).status).toBeLessThan(300);
        expect((await calls.send(call)).content['code']).toBe('LT-4003');
      });

      it('altered, unsigned, signed for another address: LT-4006, LT-4002', async () => {
        const call = calls.sign('sessions', wish());
        const altered = await calls.send({ ...call, body: call.body.replace('several', 'x').replace('card', 'Card') });
        expect(altered.content['code']).toBe('LT-4006');
        const { headers } = calls.sign('heartbeats', JSON.parse(call.body) as object);
        expect((await calls.send({ ...call, headers })).content['code']).toBe('LT-4002');
        const unsigned = await fetch(call.url, { method: 'POST', body: call.body });
        expect(unsigned.status).toBeGreaterThanOrEqual(400);
      });

      it('signed, but not what the contract says: LT-9001', async () => {
        for (const content of [{}, { sessionId: 'x' }, { ...wish(), credential: { type: 'card', uid: 'no hex' } }]) {
          const answer = await calls.call('sessions', content);
          expect(answer, JSON.stringify(content)).toMatchObject({ status: 400, content: { code: 'LT-9001' } });
        }
      });
    });

    describe('notifications of a channel', () => {
      it.each([
        ['forged', { kind: 'forged' }],
        ['for another merchant', { kind: 'other-merchant' }],
        ['of two days ago', { kind: 'stale' }],
      ])('%s: refused, and the genuine one is booked once however often it comes', async (_name, behaviour) => {
        const card = nextCard();
        await tapAndChoose(card, 'wechat-qr');
        const content = await qrContent();
        await world.wechat.misbehaveNotifications({ kind: 'hold' });
        const outTradeNo = await world.wechat.scan(content);
        expect(await world.wechat.notify(outTradeNo, behaviour)).toBeGreaterThanOrEqual(400);
        expect(world.books.paymentsOf(card.roomId)).toEqual([]);
        await world.wechat.pay(outTradeNo);
        await world.wechat.notify(outTradeNo);
        await world.wechat.notify(outTradeNo);
        await printedAndGone();
        await world.wechat.behave();
        expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: card.owedFen }]);
      });

      it('with another amount than the order: not booked as paid, staff are told', async () => {
        const card = nextCard();
        await tapAndChoose(card, 'wechat-qr');
        const outTradeNo = await world.wechat.scan(await qrContent());
        await world.wechat.misbehaveNotifications({ kind: 'wrong-amount', amountFen: 1 });
        await world.wechat.pay(outTradeNo);
        // The query answers what was truly paid.
        await printedAndGone();
        expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: card.owedFen }]);
        expect(world.books.exceptionCodes()).toContain('LT-2203');
      });
    });

    describe('frames of a device', () => {
      it.each<BenchFault & { role: 'cash-acceptor' }>([
        { role: 'cash-acceptor', fault: { kind: 'wrong-crc', times: 2 } },
        { role: 'cash-acceptor', fault: { kind: 'half-frame', times: 2 } },
        { role: 'cash-acceptor', fault: { kind: 'noise', times: 2 } },
        { role: 'cash-acceptor', fault: { kind: 'duplicate-reply', times: 2 } },
        { role: 'cash-acceptor', fault: { kind: 'lost-reply', times: 2 } },
      ])('validator: $fault.kind while a note moves, and the note counts once', async (fault) => {
        const card = nextCard();
        await tapAndChoose(card, 'cash');
        await ui.waitUntil((model) => model.screen === 'cash' && model.acceptor === 'ready', 'the acceptor');
        await world.insertNote(100_00);
        await world.bench.setFault(fault);
        await ui.waitUntil((model) => {
          return model.screen === 'cash' && model.acceptor === 'ready' && model.insertedFen === 100_00;
        }, 'the note to count');
        ui.send({ intent: 'cancel' });
        await ui.waitFor('cash-stop');
        ui.send({ intent: 'stop-cash', disposition: 'bills' });
        await printedAndGone();
        expect(world.books.paymentsOf(card.roomId)).toMatchObject([{ receivedFen: 100_00, allocatedFen: 100_00 }]);
      });

      it('scanner: garbage is no payer code, and the next code pays', async () => {
        const card = nextCard();
        await tapAndChoose(card, 'payer-code');
        await ui.waitFor('payer-code');
        await world.waitFor('the kiosk to give up on garbage', async () => {
          for (const garbage of ['http://example.invalid/', '\u0007\u001b[2J', '999999999999999999']) {
            if (ui.model?.screen === 'payer-code') await world.bench.showPayerCode(garbage);
          }
          return ui.model?.screen === 'failure';
        });
        expect(await ui.waitFor('failure')).toMatchObject({ code: 'LT-2105', money: 'not-taken', canRetry: true });
        ui.send({ intent: 'retry' });
        await ui.waitFor('method');
        ui.send({ intent: 'choose-method', method: 'payer-code' });
        await ui.waitFor('payer-code');
        await world.holdPayerCode(await world.wechat.issuePayerCode());
        await printedAndGone();
        expect(world.books.paymentsOf(card.roomId)).toHaveLength(1);
      });

      it('printer: pulled off in the middle of a receipt, and only a marked copy follows', async () => {
        const card = nextCard();
        await tapAndChoose(card, 'alipay-qr');
        await world.bench.setFault({ role: 'receipt-printer', fault: { fault: 'unplugged', atLine: 5 } });
        await world.alipay.scanAndPay(await qrContent());
        const model = await ui.waitUntil(
          (shown) => shown.screen === 'success' && shown.receipt.state === 'trouble',
          'printer trouble',
        );
        expect(model).toMatchObject({ receipt: { problem: 'LT-3205' } });
        await world.waitFor('the printer', async () => (await world.bench.state()).printer.connected);
        ui.send({ intent: 'reprint-receipt' });
        await printedAndGone();
        const [payment] = world.books.paymentsOf(card.roomId);
        expect((await world.paperWith('补打')).join('\n')).toContain(payment?.receiptNumber);
      });

      it.each([
        ['unplugged', () => world.bench.unplug('card-reader'), () => world.bench.replug('card-reader')],
        [
          'silent on an open line',
          () => world.bench.setFault({ role: 'card-reader', fault: { kind: 'silent' } }),
          () => world.bench.clearFaults('card-reader'),
        ],
      ])('card reader %s: the kiosk says so, and it comes back', async (_event, happen, repair) => {
        await ui.waitFor('idle');
        await happen();
        await ui.waitUntil((model) => model.screen === 'idle' && model.cardReader === 'absent', 'the reader to go');
        await repair();
        await ui.waitUntil((model) => model.screen === 'idle' && model.cardReader === 'ready', 'the reader');
      });
    });

    it('the audit program finds the books sound after all of this', async () => {
      expect(await world.auditExitCode()).toBe(0);
    });
  });

  it('a torn page in the kiosk’s journal: out of service with LT-5002, and the file is kept aside', async () => {
    const journal = join(world.kioskStateDir, 'journal.db');
    // As long as another process reads it, the write-ahead log hides what is torn in the file.
    world.journal.close();
    await world.stack.process('kiosk').stop();
    const file = openSync(journal, 'r+');
    writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, 4_096);
    closeSync(file);
    await world.stack.process('kiosk').start();
    expect(await ui.waitFor('out-of-service')).toMatchObject({ code: 'LT-5002' });
    const aside = readdirSync(world.kioskStateDir).filter((name) => name.startsWith('journal-damaged-'));
    expect(aside).toHaveLength(1);
    expect(existsSync(join(world.kioskStateDir, aside[0] ?? '', 'journal.db'))).toBe(true);
    expect(existsSync(journal)).toBe(false);
  });
});
