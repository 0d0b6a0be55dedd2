import { NOTICE_TYPES, NOTICE_WAYS, type NoticeType, type NoticeWay } from '@louting/server/contract/owner-preferences';
import type { NoticeWishes } from '@louting/server/contract/owner-preferences';

export function noticeTypeOf(word: string): NoticeType | undefined {
  return NOTICE_TYPES.find((type) => type === word);
}

export function noticeWayOf(word: string): NoticeWay | undefined {
  return NOTICE_WAYS.find((way) => way === word);
}

/** One touch turns a way on or off. */
export function wishesAfter(wishes: NoticeWishes, type: NoticeType, way: NoticeWay): NoticeWishes {
  return { ...wishes, [type]: { ...wishes[type], [way]: !wishes[type][way] } };
}
