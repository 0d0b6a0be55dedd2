import type { NoticeType, NoticeWay, Place } from '../../../screens/extras.ts';

export const MORE_WORDS = {
  history: 'more.history',
  'pay-slip': 'more.paySlip',
  offers: 'more.offers',
  about: 'more.about',
  wishes: 'more.wishes',
  fees: 'more.fees',
  more: 'more.said',
} as const satisfies Record<Place, string>;

export const MORE_SAID = { more: 'more.said', about: 'more.saidAbout' } as const;

export const NOTICE_TYPE_WORDS = {
  bill: 'wishes.bill',
  reminder: 'wishes.reminder',
  receipt: 'wishes.receipt',
} as const satisfies Record<NoticeType, string>;
export const NOTICE_WAY_WORDS = {
  sms: 'wishes.sms',
  wechat: 'wishes.wechat',
  paper: 'wishes.paper',
} as const satisfies Record<NoticeWay, string>;
