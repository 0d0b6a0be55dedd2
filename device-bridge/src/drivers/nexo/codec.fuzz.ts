import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { answerTo, displayResponse } from './messages.ts';
import { encodeNexo, frameReader, parseFromTerminal, type FromTerminal } from './codec.ts';

const HEADER = {
  MessageClass: 'Service',
  MessageCategory: 'Payment',
  MessageType: 'Response',
  ServiceID: '1',
  SaleID: 's',
  POIID: 'p',
};

function read(message: FromTerminal): unknown {
  const { SaleToPOIRequest: asked } = message;
  return [message, answerTo(message, 'Payment', '1'), asked && displayResponse(asked)];
}

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'nexo',
    open: () => {
      const reader = frameReader(parseFromTerminal);
      return { push: (bytes) => reader.push(bytes).flatMap((message) => (message ? [read(message)] : [])) };
    },
    message: (data) => {
      const text = Buffer.from(data).toString('base64');
      const PaymentResponse = { Response: { Result: 'Failure', ErrorCondition: text } };
      return encodeNexo({ SaleToPOIResponse: { MessageHeader: HEADER, PaymentResponse } });
    },
    longestData: 290,
    // A message that comes in one read is heard whatever length was said before.
    longestMessage: 1,
  },
];
