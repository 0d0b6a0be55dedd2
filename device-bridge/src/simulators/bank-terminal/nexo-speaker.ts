import type { NewSpeaker, Say } from './twin.ts';
import type { Payment, SlotStage } from './terminal.ts';

/** The terminal's side of nexo Sale to POI, from its specification: own frames, own shapes. */
interface Header {
  readonly MessageClass: string;
  readonly MessageCategory: string;
  readonly ServiceID: string;
  readonly SaleID: string;
  readonly POIID: string;
}

interface Asked {
  readonly header: Header;
  readonly body: Record<string, unknown>;
}

const EVENT: Readonly<Partial<Record<SlotStage, string>>> = {
  'waiting-for-card': 'TENDER_CREATED',
  'waiting-for-pin': 'WAIT_FOR_PIN',
  'asking-bank': 'PIN_ENTERED',
};

export const nexoSpeaker: NewSpeaker = (terminal) => {
  let say: Say = () => undefined;
  let rest = Buffer.alloc(0);
  let device = 0;
  let lastHeader: Header | undefined;
  /** Answers it can repeat, by the service id of the payment. */
  const services = new Map<string, { readonly header: Header; readonly saleId: string }>();

  const send = (message: object, to: Say = say, what: 'payment' | 'other' = 'other'): void => {
    const json = Buffer.from(JSON.stringify(message));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    to(Buffer.concat([length, json]), what);
  };
  const respond = ({ header }: Asked, body: object, to?: Say, what?: 'payment' | 'other'): void =>
    send(
      {
        SaleToPOIResponse: {
          MessageHeader: { ProtocolVersion: '3.0', ...header, MessageType: 'Response' },
          [`${header.MessageCategory}Response`]: body,
        },
      },
      to,
      what,
    );
  const failure = (condition: string): object => ({ Response: { Result: 'Failure', ErrorCondition: condition } });

  const pay = (asked: Asked): void => {
    const { SaleData, PaymentTransaction } = asked.body as {
      SaleData: { SaleTransactionID: { TransactionID: string } };
      PaymentTransaction: { AmountsReq: { RequestedAmount: number } };
    };
    const saleId = SaleData.SaleTransactionID.TransactionID;
    const amountFen = Math.round(PaymentTransaction.AmountsReq.RequestedAmount * 100);
    lastHeader = asked.header;
    if (services.has(asked.header.ServiceID)) return respond(asked, failure('NotAllowed'));
    services.set(asked.header.ServiceID, { header: asked.header, saleId });
    const whoAsked = say;
    const begun = terminal.begin(asked.header.ServiceID, amountFen, (payment) =>
      respond(asked, paymentResponse(payment, saleId), whoAsked, 'payment'),
    );
    return begun ? undefined : respond(asked, failure('Busy'));
  };

  const status = (asked: Asked): void => {
    const { MessageReference } = asked.body as { MessageReference: { ServiceID: string } };
    const about = MessageReference.ServiceID;
    if (terminal.current === about) return respond(asked, failure('InProgress'));
    const payment = terminal.find(about);
    const service = services.get(about);
    if (!payment || !service) return respond(asked, failure('NotFound'));
    return respond(asked, {
      Response: { Result: 'Success' },
      MessageReference,
      RepeatedMessageResponse: {
        MessageHeader: { ProtocolVersion: '3.0', ...service.header, MessageType: 'Response' },
        RepeatedResponseMessageBody: { PaymentResponse: paymentResponse(payment, service.saleId) },
      },
    });
  };

  const answer = (asked: Asked): void => {
    switch (asked.header.MessageCategory) {
      case 'Payment':
        return pay(asked);
      case 'TransactionStatus':
        return status(asked);
      case 'Abort': {
        const { MessageReference } = asked.body as { MessageReference: { ServiceID: string } };
        if (terminal.current === MessageReference.ServiceID) terminal.cancel('aborted');
        return undefined;
      }
      case 'Reversal': {
        const { OriginalPOITransaction } = asked.body as {
          OriginalPOITransaction: { POITransactionID: { TransactionID: string } };
        };
        const whoAsked = say;
        return terminal.askHost(() => {
          const reversed = terminal.reverse(OriginalPOITransaction.POITransactionID.TransactionID);
          const told = reversed === 'reversed' ? { Response: { Result: 'Success' } } : failure('NotFound');
          respond(asked, told, whoAsked);
        });
      }
      case 'GetTotals': {
        const sumOf = (TransactionType: string, states: readonly Payment['state'][]): object => {
          const chosen = terminal.payments().filter(({ state }) => states.includes(state));
          const fen = chosen.reduce((sum, { amountFen }) => sum + amountFen, 0);
          return { TransactionType, TransactionCount: chosen.length, TransactionAmount: fen / 100 };
        };
        const PaymentTotals = [
          sumOf('Debit', ['paid', 'reversed']),
          sumOf('ReverseDebit', ['reversed']),
          sumOf('Declined', ['refused']),
        ];
        const group = { PaymentInstrumentType: 'Card', HostReconciliationID: '000001', PaymentTotals };
        return respond(asked, {
          Response: { Result: 'Success' },
          POIReconciliationID: '1007',
          TransactionTotals: [group],
        });
      }
      case 'Diagnosis':
        return respond(asked, {
          Response: { Result: 'Success' },
          POIStatus: { GlobalStatus: 'OK', PrinterStatus: terminal.hasPaper ? 'OK' : 'NoPaper' },
        });
      default:
        return respond(asked, failure('UnavailableService'));
    }
  };

  return {
    opened: () => {
      rest = Buffer.alloc(0);
    },
    hear: (bytes, answerBy) => {
      say = answerBy;
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
        const end = 4 + rest.readUInt32BE();
        const asked = askedIn(rest.subarray(4, end));
        rest = rest.subarray(end);
        if (asked) answer(asked);
      }
    },
    staged: (stage) => {
      const event = EVENT[stage];
      if (!event || !lastHeader) return;
      device += 1;
      const content = { ReferenceID: `TransactionID=${lastHeader.ServiceID}&event=${event}` };
      send({
        SaleToPOIRequest: {
          MessageHeader: {
            ...lastHeader,
            ProtocolVersion: '3.0',
            MessageClass: 'Device',
            MessageCategory: 'Display',
            MessageType: 'Request',
            DeviceID: String(device),
          },
          DisplayRequest: {
            DisplayOutput: [
              {
                Device: 'CashierDisplay',
                InfoQualify: 'Status',
                OutputContent: { OutputFormat: 'MessageRef', PredefinedContent: content },
              },
            ],
          },
        },
      });
    },
  };
};

const REFUSED: Readonly<Record<NonNullable<Payment['reason']>, object>> = {
  declined: { ErrorCondition: 'Refusal', AdditionalResponse: 'message=DECLINED' },
  insufficient: { ErrorCondition: 'Refusal', AdditionalResponse: 'message=NOT_ENOUGH_BALANCE' },
  'wrong-pin': { ErrorCondition: 'WrongPIN' },
  cancelled: { ErrorCondition: 'Cancel' },
  aborted: { ErrorCondition: 'Aborted' },
  'no-card': { ErrorCondition: 'Cancel', AdditionalResponse: 'message=TIMEOUT' },
  'power-lost': { ErrorCondition: 'Aborted', AdditionalResponse: 'message=POWER_LOST' },
};

function paymentResponse(payment: Payment, saleId: string): object {
  const at = new Date(payment.at).toISOString();
  const SaleData = { SaleTransactionID: { TransactionID: saleId, TimeStamp: at } };
  const POIData = { POITransactionID: { TransactionID: payment.trace, TimeStamp: at } };
  if (payment.reason) return { Response: { Result: 'Failure', ...REFUSED[payment.reason] }, SaleData, POIData };
  return {
    Response: { Result: 'Success' },
    SaleData,
    POIData,
    PaymentResult: {
      PaymentInstrumentData: {
        PaymentInstrumentType: 'Card',
        CardData: { MaskedPan: '622848 **** 1234'.replaceAll(' ', ''), PaymentBrand: 'UnionPay' },
      },
      AmountsResp: { Currency: 'CNY', AuthorizedAmount: payment.amountFen / 100 },
      PaymentAcquirerData: {
        AcquirerPOIID: '12345678',
        HostReconciliationID: '000001',
        MerchantID: '898310148160568',
        AcquirerTransactionID: { TransactionID: payment.reference, TimeStamp: at },
        ApprovalCode: payment.authorisation,
      },
    },
  };
}

function askedIn(bytes: Uint8Array): Asked | undefined {
  try {
    const { SaleToPOIRequest } = JSON.parse(Buffer.from(bytes).toString()) as {
      SaleToPOIRequest?: { MessageHeader: Header } & Record<string, unknown>;
    };
    if (!SaleToPOIRequest) return undefined;
    const header = SaleToPOIRequest.MessageHeader;
    return { header, body: SaleToPOIRequest[`${header.MessageCategory}Request`] as Record<string, unknown> };
  } catch {
    return undefined;
  }
}
