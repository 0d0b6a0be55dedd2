import { escapeHtml, publicPage } from '../../app/public-page.ts';
import { PHONE_CODE_LIVES_S, RESEND_AFTER_S } from '../../contract/identification-api.ts';
import { maskPhone } from '../estate/masking.ts';
import type { ShowingOnPage } from './showings.store.ts';

/** What went wrong, in the owner's words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'LT-1008': '发得太快了，请过一分钟再试。',
  'LT-1009': '手机号不对，一共 11 个数字。',
  'LT-1010': '验证码不对，请看短信再填一次。没收到短信，可能这个号码没有登记。',
  'LT-1011': '验证码过时了，请再发一次。',
  'LT-1012': '现在发不了短信，请在机器上刷社区卡。',
  'LT-1014': '试错的次数多了，请过一会儿再试。',
};

/** The phone's side of a code on the kiosk. It says where the kiosk stands, so that nobody opens one they do not see. */
export function numberPage(showing: ShowingOnPage, address: string, problem?: string): string {
  return page(
    showing,
    '手机登录',
    `${warning(problem)}<form method="post" action="${at(address, 'phone')}"><label for="phone">您登记的手机号</label>
<input type="text" id="phone" name="phone" inputmode="numeric" autocomplete="tel-national" maxlength="13" required>
<button>发验证码</button></form>`,
  );
}

export function codePage(
  showing: ShowingOnPage,
  address: string,
  sent: { readonly codeId: string; readonly phone: string; readonly problem?: string },
): string {
  return page(
    showing,
    '填验证码',
    `<p>验证码发到 ${maskPhone(sent.phone)}，${PHONE_CODE_LIVES_S / 60} 分钟内有效。</p>${warning(sent.problem)}
<form method="post" action="${at(address, 'code')}"><input type="hidden" name="codeId" value="${escapeHtml(sent.codeId)}">
<input type="hidden" name="phone" value="${escapeHtml(sent.phone)}">
<label for="code">短信里的 6 位数字</label>
<input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required>
<button>下一步</button></form>
<form method="post" action="${at(address, 'phone')}"><input type="hidden" name="phone" value="${escapeHtml(sent.phone)}">
<button class="second">没收到？${RESEND_AFTER_S} 秒后再发一次</button></form>`,
  );
}

/** The last touch: who stands before the kiosk sees which of the numbers it shows. */
export function openPage(showing: ShowingOnPage, address: string, phone: string): string {
  const keys = showing.numbers.map((number) => `<button name="number" value="${number}">${number}</button>`).join('');
  return page(
    showing,
    '您正站在这台机器前吗？',
    `<p>是的话，点一下机器屏幕上的那个数，${maskPhone(phone)} 的账单就在机器上打开。</p>
<form method="post" action="${at(address, 'open')}">${keys}</form>
<p>不在机器前？别人发来的码？请关掉这一页，什么都不会发生。</p>
<form method="post" action="${at(address, 'forget')}"><button class="second">这不是我的手机号</button></form>`,
  );
}

export function openedPage(): string {
  return publicPage('好了', '<h1>好了，请看机器屏幕</h1><p>账单已经在机器上打开。这一页可以关掉了。</p>');
}

export function notOpenedPage(code: string): string {
  const [title, more] =
    code === 'LT-1013'
      ? ['这个手机号在本小区没有登记', '请在机器上刷社区卡，或到管理处登记手机号。']
      : ['没有打开', '点的数和机器上的不一样，或者时间过了。请在机器上再出一个码，重新扫。'];
  return publicPage(title, `<h1>${title}</h1><p>${more}</p>`);
}

export function overPage(): string {
  return publicPage('这个码过时了', '<h1>这个码过时了</h1><p>请看机器屏幕，扫上面的新码。</p>');
}

function page(showing: ShowingOnPage, title: string, body: string): string {
  const place = `<p>${escapeHtml(showing.communityName)}<br><strong>${escapeHtml(showing.kioskNumber)} 号亭</strong> · ${escapeHtml(showing.location)}</p>`;
  return publicPage(title, `<h1>${title}</h1>${place}${body}`);
}

function at(address: string, step: string): string {
  return `/w/${escapeHtml(address)}/${step}`;
}

function warning(problem: string | undefined): string {
  return problem === undefined
    ? ''
    : `<p class="problem" role="alert">${escapeHtml(PROBLEMS[problem] ?? '没有成，请再试一次。')}</p>`;
}
