import type { FailureCode } from '@louting/common/failure-codes';
import { addFen, formatYuan } from '@louting/common/money';
import { escapeHtml, publicPage } from '../../app/public-page.ts';
import { maskName, maskRoomLabel } from '../estate/masking.ts';
import { periodText } from '../sessions/sessions.ts';
import type { SlipInUse } from './pay-slips.store.ts';

/** Masked as on the kiosk's own screen: the slip may have been lost. */
export function paySlipPage({ household, partyId, bills, validUntil }: SlipInUse): string {
  const name = maskName(household.parties.find((party) => party.partyId === partyId)?.name ?? '');
  const rows = bills
    .map(({ item, periodFrom, periodTo, outstandingFen }) => {
      const what = `${item.name['zh-CN']} ${periodText(periodFrom, periodTo)}`;
      return `<tr><th>${escapeHtml(what)}</th><td>${formatYuan(outstandingFen)} 元</td></tr>`;
    })
    .join('');
  const total = formatYuan(addFen(...bills.map(({ outstandingFen }) => outstandingFen)));
  const owed =
    bills.length === 0
      ? '<h1>现在没有要缴的费</h1>'
      : `<h1>要缴 ${total} 元</h1><table>${rows}</table>
         <p>在本小区任何一台缴费亭，把这个码对准扫码口，就能替他缴：现金、微信、支付宝都行。</p>`;
  return publicPage(
    '请人代缴',
    `<p>${escapeHtml(household.communityName['zh-CN'])}　${escapeHtml(maskRoomLabel(household.roomLabel))}　${escapeHtml(name)}</p>
     ${owed}<p>这张条子 ${escapeHtml(validUntil)} 前有效。金额以缴费时为准。服务电话：${escapeHtml(household.servicePhone)}</p>`,
  );
}

const WHY: Partial<Record<FailureCode, string>> = {
  'LT-1032': '这张条子过期了，请他再打一张。',
  'LT-1033': '这张条子已经作废，请他再打一张。',
};

export function unusableSlipPage(code: FailureCode): string {
  const why = WHY[code] ?? '这个码不是代缴条上的，或没拍完整。';
  return publicPage('条子用不了', `<h1>条子用不了</h1><p>${why}（${code}）</p>`);
}
