import { expect, test } from 'vitest';
import type { FromTerminal } from './codec.ts';
import { saleStep, type SaleState } from './sale-machine.ts';

const SALE = { saleId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff', amountFen: 28_640 };
const HEADER = { MessageClass: 'Service', MessageType: 'Response', SaleID: 's', POIID: 'p' } as const;
const AT = '2026-11-29T00:00:00.000Z';
const PAID = {
  Response: { Result: 'Success' as const },
  SaleData: { SaleTransactionID: { TransactionID: SALE.saleId, TimeStamp: AT } },
  POIData: { POITransactionID: { TransactionID: '000101', TimeStamp: AT } },
  PaymentResult: { AmountsResp: { AuthorizedAmount: 286.4 } },
};
const asked: SaleState = { sale: SALE, mark: 'PAY1', phase: 'asked' };

function status(serviceId: string, condition: string | undefined): FromTerminal {
  const header = { ...HEADER, MessageCategory: 'TransactionStatus', ServiceID: serviceId };
  const TransactionStatusResponse = condition
    ? { Response: { Result: 'Failure' as const, ErrorCondition: condition } }
    : {
        Response: { Result: 'Success' as const },
        RepeatedMessageResponse: {
          MessageHeader: { ...HEADER, MessageCategory: 'Payment', ServiceID: 'PAY1' },
          RepeatedResponseMessageBody: { PaymentResponse: PAID },
        },
      };
  return { SaleToPOIResponse: { MessageHeader: header, TransactionStatusResponse } };
}

const question = saleStep(asked, { input: 'ask', serviceId: 'ASK1' });

test('the bank is long in answering: the terminal is asked how the payment stands', () => {
  expect(question[1]).toEqual({ step: 'send-question', serviceId: 'ASK1' });
});

test.each(['InProgress', 'NotFound'])('%s: it is waited for on, and asked again', (condition) => {
  const [waiting, step] = saleStep(question[0], { input: 'message', message: status('ASK1', condition) });
  expect(step).toEqual({ step: 'nothing' });
  expect(saleStep(waiting, { input: 'ask', serviceId: 'ASK2' })[1]).toMatchObject({ step: 'send-question' });
});

test('its answer was lost: the status is the answer, and what comes late changes nothing', () => {
  const [over, step] = saleStep(question[0], { input: 'message', message: status('ASK1', undefined) });
  expect(step).toMatchObject({ result: { ok: true, value: { end: 'approved', sale: { amountFen: 28_640 } } } });
  expect(saleStep(over, { input: 'message', message: status('ASK1', 'Aborted') })[1]).toEqual({ step: 'nothing' });
});

test.each([
  ['a part of the sum', { PaymentResult: { AmountsResp: { AuthorizedAmount: 100 } } }],
  ['a part of the sum, and says so', { Response: { Result: 'Partial' as const } }],
  ['another sale', { SaleData: { SaleTransactionID: { TransactionID: 'another', TimeStamp: AT } } }],
])('approves %s: nobody books it, and people look', (_, other) => {
  const header = { ...HEADER, MessageCategory: 'Payment', ServiceID: 'PAY1' };
  const message = { SaleToPOIResponse: { MessageHeader: header, PaymentResponse: { ...PAID, ...other } } };
  expect(saleStep(asked, { input: 'message', message })[1]).toMatchObject({
    result: { ok: false, error: { code: 'LT-2103' } },
  });
});

test('an answer to another question is none', () => {
  expect(saleStep(question[0], { input: 'message', message: status('OTHER', undefined) })[1]).toEqual({
    step: 'nothing',
  });
});

test('it does not answer at all: nobody knows', () => {
  expect(saleStep(question[0], { input: 'ask', serviceId: 'ASK2' })[1]).toMatchObject({
    step: 'over',
    result: { ok: false, error: { code: 'LT-2103' } },
  });
});
