import type { Localised, Method, ReceiptState } from '../screens.ts';

/** What an owner may look up, choose or pay beside the open bills. */
export type Place = 'more' | 'history' | 'pay-slip' | 'offers' | 'about' | 'wishes' | 'fees';

export interface PaidView {
  readonly orderId: string;
  readonly receiptNumber: string;
  /** Milliseconds since the epoch. */
  readonly paidAt: number;
  readonly amountFen: number;
  readonly methodName: string;
  readonly onBehalf: boolean;
  readonly lines: readonly { readonly itemName: string; readonly period: string; readonly amountFen: number }[];
  readonly verifyUrl: string;
}

export interface OfferView {
  readonly offerKey: string;
  readonly kind: 'parking' | 'deposit' | 'activity';
  readonly name: Localised;
  readonly priceFen: number;
  readonly months: readonly number[];
  readonly parking?: { readonly space: string; readonly plateMasked: string; readonly paidUntil: string };
}

export type NoticeType = 'bill' | 'reminder' | 'receipt';
export type NoticeWay = 'sms' | 'wechat' | 'paper';

export interface ChargeView {
  readonly name: Localised;
  readonly family: 'property' | 'utility' | 'parking' | 'special';
  readonly passThrough: boolean;
  readonly formula: 'area' | 'fixed' | 'metered';
  readonly unit: Localised;
  /** In 1/10,000 yuan. */
  readonly unitPrice: number;
  readonly tiers: readonly { readonly upTo?: number; readonly price: number }[];
  readonly cycleMonths: number;
  readonly validFrom: string;
  readonly basis?: Localised;
}

/** Parking by the hour. */
export interface StayTariffView {
  readonly freeMinutes: number;
  /** 0: there is no first block. */
  readonly firstMinutes: number;
  readonly firstFen: number;
  readonly blockMinutes: number;
  readonly blockFen: number;
  /** Most of 24 hours. */
  readonly capFen: number;
  readonly validFrom: string;
}

interface Asked {
  /** Why the server's answer is not there. */
  readonly problem?: string;
}

export type ExtrasScreen =
  /** `about` stands for what did not find room among four. */
  | { readonly screen: 'more'; readonly group: 'more' | 'about'; readonly places: readonly Place[] }
  /** What was paid in a year; absent while the server is being asked. */
  | (Asked & {
      readonly screen: 'history';
      readonly year?: number;
      readonly years: readonly number[];
      readonly entries?: readonly PaidView[];
    })
  | (Asked & {
      readonly screen: 'paid-entry';
      readonly entry: PaidView;
      /** A further copy of its receipt. */
      readonly copy: 'none' | ReceiptState;
    })
  /** A slip with which somebody else can pay. */
  | (Asked & {
      readonly screen: 'pay-slip';
      readonly amountFen: number;
      readonly url?: string;
      readonly validUntil?: string;
      readonly paper: 'none' | ReceiptState;
    })
  | (Asked & { readonly screen: 'offers'; readonly offers?: readonly OfferView[] })
  | (Asked & { readonly screen: 'offer'; readonly offer: OfferView; readonly making: boolean })
  /** Which news, and by which way each of them comes. */
  | (Asked & { readonly screen: 'wishes'; readonly loaded: boolean })
  | (Asked & {
      readonly screen: 'wish';
      readonly type: NoticeType;
      readonly ways: Readonly<Record<NoticeWay, boolean>>;
    })
  | (Asked & {
      readonly screen: 'fees';
      readonly charges?: readonly ChargeView[];
      readonly stayTariff?: StayTariffView;
      readonly methods: readonly Method[];
      readonly servicePhone: string;
      readonly complaintPhone?: string;
      readonly companyName: string;
      readonly asOf: string;
    });

export type ExtrasIntent =
  | { readonly intent: 'open'; readonly place: Place }
  /** What was touched in a list: a year, an entry, an offer, months, a kind of news or a way. */
  | { readonly intent: 'pick'; readonly id: string }
  | { readonly intent: 'cancel-slips' };
