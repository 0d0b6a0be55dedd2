import type { ApprovedSale, CardSale } from '../card-terminal/role.ts';
import { fromFen, type FromTerminal, type MessageHeader } from './codec.ts';

export interface NexoNames {
  /** How this kiosk calls itself. */
  readonly saleId: string;
  readonly poiId: string;
}

type Body = Readonly<Record<string, unknown>>;

function request(names: NexoNames, category: string, serviceId: string, body: Body): object {
  return {
    SaleToPOIRequest: {
      MessageHeader: {
        ProtocolVersion: '3.0',
        MessageClass: 'Service',
        MessageCategory: category,
        MessageType: 'Request',
        ServiceID: serviceId,
        SaleID: names.saleId,
        POIID: names.poiId,
      },
      [`${category}Request`]: body,
    },
  };
}

export function paymentRequest(names: NexoNames, serviceId: string, sale: CardSale, at: number): object {
  return request(names, 'Payment', serviceId, {
    SaleData: { SaleTransactionID: { TransactionID: sale.saleId, TimeStamp: new Date(at).toISOString() } },
    PaymentTransaction: { AmountsReq: { Currency: 'CNY', RequestedAmount: fromFen(sale.amountFen) } },
  });
}

/** The message it is about, by its service id. */
function paymentOf(names: NexoNames, serviceId: string): Body {
  return { MessageCategory: 'Payment', SaleID: names.saleId, ServiceID: serviceId, POIID: names.poiId };
}

/** Has no answer of its own: the payment answers, whichever way it ended. */
export function abortRequest(names: NexoNames, serviceId: string, payment: string): object {
  return request(names, 'Abort', serviceId, {
    AbortReason: 'MerchantAbort',
    MessageReference: paymentOf(names, payment),
  });
}

export function statusRequest(names: NexoNames, serviceId: string, payment: string): object {
  return request(names, 'TransactionStatus', serviceId, {
    ReceiptReprintFlag: false,
    MessageReference: paymentOf(names, payment),
  });
}

export function reversalRequest(names: NexoNames, serviceId: string, approved: ApprovedSale): object {
  return request(names, 'Reversal', serviceId, {
    OriginalPOITransaction: {
      POITransactionID: {
        TransactionID: approved.terminalTransaction,
        TimeStamp: new Date(approved.paidAt).toISOString(),
      },
    },
    ReversalReason: 'MerchantCancel',
  });
}

export function totalsRequest(names: NexoNames, serviceId: string): object {
  return request(names, 'GetTotals', serviceId, {});
}

export function diagnosisRequest(names: NexoNames, serviceId: string): object {
  return request(names, 'Diagnosis', serviceId, { HostDiagnosisFlag: false });
}

/** What the terminal wanted shown was taken note of. */
export function displayResponse(asked: NonNullable<FromTerminal['SaleToPOIRequest']>): object {
  const header: MessageHeader = { ...asked.MessageHeader, MessageType: 'Response' };
  return {
    SaleToPOIResponse: {
      MessageHeader: header,
      DisplayResponse: {
        OutputResult: (asked.DisplayRequest?.DisplayOutput ?? []).map(({ Device, InfoQualify }) => ({
          Device,
          InfoQualify,
          Response: { Result: 'Success' },
        })),
      },
    },
  };
}

/** The answer to one request: its category and service id, and nobody else's. */
export function answerTo(
  message: FromTerminal,
  category: string,
  serviceId: string,
): FromTerminal['SaleToPOIResponse'] | undefined {
  const answer = message.SaleToPOIResponse;
  const { MessageCategory, ServiceID } = answer?.MessageHeader ?? {};
  return MessageCategory === category && ServiceID === serviceId ? answer : undefined;
}
