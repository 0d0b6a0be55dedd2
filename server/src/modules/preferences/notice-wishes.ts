import { NOTICE_WAYS, type NoticeType, type NoticeWay, type NoticeWishes } from '../../contract/owner-preferences.ts';
import type { Choice } from './preferences.ts';

/** Nobody who never said so is sent paper. */
const USUAL: Readonly<Record<NoticeWay, boolean>> = { sms: true, wechat: true, paper: false };

const nameOf = (type: NoticeType, way: NoticeWay): string => `notice.${type}.${way}`;

export function wishesOf(rows: readonly Choice[]): NoticeWishes {
  const chosen = new Map(rows.map(({ name, value }) => [name, value === 'on']));
  const waysOf = (type: NoticeType) => {
    const on = (way: NoticeWay) => chosen.get(nameOf(type, way)) ?? USUAL[way];
    return { sms: on('sms'), wechat: on('wechat'), paper: on('paper') };
  };
  return { bill: waysOf('bill'), reminder: waysOf('reminder'), receipt: waysOf('receipt') };
}

export function choicesOfWish(type: NoticeType, ways: NoticeWishes[NoticeType]): Choice[] {
  return NOTICE_WAYS.map((way) => ({ name: nameOf(type, way), value: ways[way] ? 'on' : 'off' }));
}
