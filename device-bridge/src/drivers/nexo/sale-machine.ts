import type { FailureCode } from '@louting/common/failure-codes';
import { failed, ok, type Result } from '@louting/common/result';
import { maskedCard, type CardSale, type SaleEnd, type SaleStage } from '../card-terminal/role.ts';
import { toFen, type FromTerminal, type NexoResponse, type PaymentResponse } from './codec.ts';
import { answerTo } from './messages.ts';

/** One payment from its request to its answer. Pure: the driver sends what it says and tells it what it hears. */
export interface SaleState {
  readonly sale: CardSale;
  /** Service id of the payment request. */
  readonly mark: string;
  readonly phase: 'asked' | 'aborting' | 'over';
  /** Service id of the question for its status that is not answered yet. */
  readonly question?: string | undefined;
}

export type SaleInput =
  | { readonly input: 'message'; readonly message: FromTerminal }
  | { readonly input: 'abort' }
  /** Nothing was heard since the bank was asked: its status, under this service id. */
  | { readonly input: 'ask'; readonly serviceId: string }
  /** The line went, or the time was over. */
  | { readonly input: 'silence' };

export type SaleStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'send-abort' }
  | { readonly step: 'send-question'; readonly serviceId: string }
  | { readonly step: 'stage'; readonly stage: SaleStage | undefined }
  | { readonly step: 'over'; readonly result: Result<SaleEnd> };

export function saleStep(state: SaleState, input: SaleInput): readonly [SaleState, SaleStep] {
  if (state.phase === 'over') return [state, { step: 'nothing' }];
  const over = (result: Result<SaleEnd>): readonly [SaleState, SaleStep] => [
    { ...state, phase: 'over' },
    { step: 'over', result },
  ];
  if (input.input === 'silence') return over(failed('LT-2103', 'no answer to the payment'));
  if (input.input === 'abort') {
    // Asking is all that can be done: the payment itself says how it ended.
    if (state.phase === 'aborting') return [state, { step: 'nothing' }];
    return [{ ...state, phase: 'aborting' }, { step: 'send-abort' }];
  }
  if (input.input === 'ask') {
    if (state.question !== undefined) return over(failed('LT-2103', 'the terminal does not answer'));
    const { serviceId } = input;
    return [
      { ...state, question: serviceId },
      { step: 'send-question', serviceId },
    ];
  }
  const { message } = input;
  if (message.SaleToPOIRequest?.DisplayRequest) return [state, { step: 'stage', stage: stageOf(message) }];
  const answer = answerTo(message, 'Payment', state.mark)?.PaymentResponse;
  if (answer) return over(endOf(answer, state.sale));
  const told = state.question === undefined ? undefined : statusEnd(message, state.question, state.sale);
  if (!told) return [state, { step: 'nothing' }];
  // Under way, or not found while its answer may still come: only an end is one.
  if (told.ok && told.value.end !== 'absent') return over(told);
  return [{ ...state, question: undefined }, { step: 'nothing' }];
}

/** The status of a payment: its own answer once more, or why there is none. */
export function statusEnd(message: FromTerminal, serviceId: string, sale: CardSale): Result<SaleEnd> | undefined {
  const answer = answerTo(message, 'TransactionStatus', serviceId)?.TransactionStatusResponse;
  if (!answer) return undefined;
  const repeated = answer.RepeatedMessageResponse?.RepeatedResponseMessageBody.PaymentResponse;
  if (answer.Response.Result === 'Success' && repeated) return endOf(repeated, sale);
  if (answer.Response.ErrorCondition === 'NotFound') return ok({ end: 'absent' });
  return failed('LT-2103', `status ${answer.Response.ErrorCondition ?? answer.Response.Result}`);
}

/** The terminal has not ended it yet. */
export function isUnderWay(message: FromTerminal, serviceId: string): boolean {
  const answer = answerTo(message, 'TransactionStatus', serviceId)?.TransactionStatusResponse;
  return answer?.Response.ErrorCondition === 'InProgress';
}

const STAGES: Readonly<Record<string, SaleStage>> = {
  TENDER_CREATED: 'present-card',
  CARD_INSERTED: 'card-read',
  CARD_PRESENTED: 'card-read',
  CARD_SWIPED: 'card-read',
  WAIT_FOR_PIN: 'enter-pin',
  PIN_ENTERED: 'asking-bank',
  WAIT: 'asking-bank',
};

function stageOf({ SaleToPOIRequest }: FromTerminal): SaleStage | undefined {
  const [output] = SaleToPOIRequest?.DisplayRequest?.DisplayOutput ?? [];
  const told = new URLSearchParams(output?.OutputContent.PredefinedContent?.ReferenceID ?? '').get('event');
  return told === null ? undefined : STAGES[told];
}

/** A part of the sum is not what was asked for: nobody may book it, so the status is asked and people look. */
function endOf(answer: PaymentResponse, sale: CardSale): Result<SaleEnd> {
  const { Response, SaleData, PaymentResult, POIData } = answer;
  if (SaleData && SaleData.SaleTransactionID.TransactionID !== sale.saleId) {
    return failed('LT-2103', 'the answer is of another sale');
  }
  if (Response.Result === 'Failure') return ok({ end: 'declined', code: declineOf(Response) });
  const approvedFen = toFen(PaymentResult?.AmountsResp?.AuthorizedAmount ?? 0);
  const acquirer = PaymentResult?.PaymentAcquirerData;
  const transaction = POIData?.POITransactionID;
  const paidAt = Date.parse(transaction?.TimeStamp ?? '');
  if (Response.Result !== 'Success' || approvedFen !== sale.amountFen || !transaction || !Number.isFinite(paidAt)) {
    return failed('LT-2103', `approved ${approvedFen} of ${sale.amountFen} fen`);
  }
  const card = PaymentResult?.PaymentInstrumentData?.CardData;
  return ok({
    end: 'approved',
    sale: {
      reference: acquirer?.AcquirerTransactionID?.TransactionID ?? transaction.TransactionID,
      terminalTransaction: transaction.TransactionID,
      terminalId: acquirer?.AcquirerPOIID ?? '',
      amountFen: approvedFen,
      paidAt,
      authorisation: acquirer?.ApprovalCode,
      batch: acquirer?.HostReconciliationID ?? POIData?.POIReconciliationID,
      cardMasked: maskedCard(card?.MaskedPan ?? card?.MaskedPAN ?? ''),
    },
  });
}

const DECLINES: Readonly<Record<string, FailureCode>> = {
  Aborted: 'LT-3904',
  Cancel: 'LT-3503',
  WrongPIN: 'LT-3504',
  InvalidCard: 'LT-3506',
  PaymentRestriction: 'LT-3506',
};

function declineOf({ ErrorCondition = '', AdditionalResponse = '' }: NexoResponse): FailureCode {
  if (/NOT_ENOUGH_BALANCE|INSUFFICIENT/i.test(AdditionalResponse)) return 'LT-3507';
  if (/TIMEOUT|NO_CARD/i.test(AdditionalResponse) && ErrorCondition === 'Cancel') return 'LT-3505';
  return DECLINES[ErrorCondition] ?? 'LT-3502';
}
