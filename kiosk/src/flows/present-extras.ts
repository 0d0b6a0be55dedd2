import type { Offer } from '@louting/server/contract/offers-api';
import type { PublishedCharge } from '@louting/server/contract/fee-notice-api';
import type { ActorRefFrom } from 'xstate';
import type { ChargeView, ExtrasScreen, OfferView, Place } from '../screens/extras.ts';
import type { extrasMachine } from './extras.ts';
import { inEachLanguage } from './languages.ts';

/** Four at most: who owes nothing needs no slip for somebody else, and finds all of them at once. */
const OWING: readonly Place[] = ['history', 'pay-slip', 'offers', 'about'];
const OWING_NOTHING: readonly Place[] = ['history', 'offers', 'wishes', 'fees'];
const PAPER = {
  printing: 'printing',
  printed: 'printed',
  trouble: 'trouble',
  cancelling: 'none',
  none: 'none',
} as const;

export function extrasScreen(extras: ActorRefFrom<typeof extrasMachine>): ExtrasScreen {
  const { value, context } = extras.getSnapshot();
  const { problem, paid, entry, slip, offer, wishes, notice } = context;
  const asked = problem === undefined ? {} : { problem };
  const [place, inside] = typeof value === 'string' ? [value, ''] : (Object.entries(value)[0] ?? ['more', '']);
  switch (place) {
    case 'history':
      return {
        screen: 'history',
        ...asked,
        years: paid?.years ?? [],
        ...(paid ? { year: paid.year, entries: paid.entries } : {}),
      };
    case 'entry':
      return entry
        ? { screen: 'paid-entry', ...asked, entry, copy: paperOf(inside) }
        : { screen: 'history', ...asked, years: [] };
    case 'paySlip':
      return {
        screen: 'pay-slip',
        ...asked,
        amountFen: context.owedFen,
        paper: paperOf(inside),
        ...(slip ? { url: slip.url, validUntil: slip.validUntil } : {}),
      };
    case 'offers':
      return { screen: 'offers', ...asked, ...(context.offers ? { offers: context.offers.map(offerView) } : {}) };
    case 'offer':
    case 'taking':
      return offer
        ? { screen: 'offer', ...asked, offer: offerView(offer), making: place === 'taking' }
        : { screen: 'offers', ...asked };
    case 'wishes':
      return { screen: 'wishes', ...asked, loaded: wishes !== undefined };
    case 'wish':
      return wishes
        ? { screen: 'wish', ...asked, type: context.wishType, ways: wishes[context.wishType] }
        : { screen: 'wishes', ...asked, loaded: false };
    case 'fees':
      return {
        screen: 'fees',
        ...asked,
        methods: notice?.methods ?? [],
        servicePhone: notice?.servicePhone ?? '',
        companyName: notice?.companyName ?? '',
        asOf: notice?.asOf ?? '',
        ...(notice?.complaintPhone === undefined ? {} : { complaintPhone: notice.complaintPhone }),
        ...(notice ? { charges: notice.charges.map(chargeView) } : {}),
        ...(notice?.stayTariff ? { stayTariff: notice.stayTariff } : {}),
      };
    case 'about':
      return { screen: 'more', group: 'about', places: ['fees', 'wishes'] };
    default:
      return { screen: 'more', group: 'more', places: context.owedFen > 0 ? OWING : OWING_NOTHING };
  }
}

function paperOf(inside: unknown): (typeof PAPER)[keyof typeof PAPER] {
  return typeof inside === 'string' && inside in PAPER ? PAPER[inside as keyof typeof PAPER] : 'none';
}

function offerView({ parking, name, ...offer }: Offer): OfferView {
  return { ...offer, name: inEachLanguage(name), ...(parking ? { parking } : {}) };
}

function chargeView({ basis, name, unit, tiers, ...charge }: PublishedCharge): ChargeView {
  return {
    ...charge,
    name: inEachLanguage(name),
    unit: inEachLanguage(unit),
    tiers: tiers.map(({ upTo, price }) => (upTo === undefined ? { price } : { upTo, price })),
    ...(basis ? { basis: inEachLanguage(basis) } : {}),
  };
}
