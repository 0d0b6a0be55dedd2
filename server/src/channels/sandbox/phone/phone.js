// The payer's phone of the sandbox: it only uses the control API that tests use too.

const texts = {
  'zh-CN': {
    title: { 'wechat-pay': '微信支付（沙箱）', alipay: '支付宝（沙箱）' },
    language: 'English',
    sandbox: '这是模拟手机，不会动用真钱。',
    scanTab: '扫一扫',
    codeTab: '付款码',
    paste: '粘贴二维码内容',
    scan: '扫码',
    waiting: '等待付款：点一下即扫码',
    done: '最近的订单',
    none: '没有订单',
    unknownCode: '不是本渠道的二维码。',
    showCode: '请将付款码对准收款机扫码口',
    requirePin: '付款时需要我输入密码确认',
    noBalance: '账户余额不足',
    newCode: '换一个付款码',
    life: (seconds) => `${seconds} 秒后失效，只能用一次`,
    expired: '付款码已失效，请换一个',
    used: '付款码已被使用',
    goods: '商品',
    number: '商户单号',
    pay: '确认付款',
    payPin: '输入密码并确认付款',
    cancel: '取消',
    cashier: '付款给商户',
    cashierPin: '商户请求扣款，请确认',
    notPayable: '该订单已不能付款。',
    failed: '手机没有连上沙箱。',
    refunded: (sum) => `已退款 ${sum}`,
    states: {
      waiting: '待扫码',
      scanned: '待付款',
      'user-paying': '待输入密码',
      paid: '已付款',
      closed: '已关闭',
      refused: '已拒绝',
      refunded: '已退款',
      expired: '已过期',
    },
  },
  en: {
    title: { 'wechat-pay': 'WeChat Pay (sandbox)', alipay: 'Alipay (sandbox)' },
    language: '中文',
    sandbox: 'A pretend phone. No real money moves.',
    scanTab: 'Scan',
    codeTab: 'Payer code',
    paste: 'Content of a QR code',
    scan: 'Scan',
    waiting: 'Waiting for payment: tap to scan',
    done: 'Latest orders',
    none: 'No orders',
    unknownCode: 'Not a QR code of this channel.',
    showCode: 'Hold this code to the scanner of the kiosk',
    requirePin: 'I must confirm with my PIN',
    noBalance: 'My balance is too low',
    newCode: 'Another payer code',
    life: (seconds) => `Good for ${seconds} s and one payment`,
    expired: 'This code has expired, take another',
    used: 'This code was used',
    goods: 'Goods',
    number: 'Order number',
    pay: 'Confirm payment',
    payPin: 'Enter PIN and confirm payment',
    cancel: 'Cancel',
    cashier: 'Pay the merchant',
    cashierPin: 'The merchant asks for a payment',
    notPayable: 'This order can no longer be paid.',
    failed: 'The phone cannot reach the sandbox.',
    refunded: (sum) => `refunded ${sum}`,
    states: {
      waiting: 'to be scanned',
      scanned: 'to be paid',
      'user-paying': 'waits for PIN',
      paid: 'paid',
      closed: 'closed',
      refused: 'refused',
      refunded: 'refunded',
      expired: 'expired',
    },
  },
};

const brand = document.body.dataset.brand;
const open = new Set(['waiting', 'scanned', 'user-paying']);
const element = (id) => document.querySelector(`#${id}`);
const requested = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('language');
let language = requested === 'en' ? 'en' : 'zh-CN';
let orders = [];
let shownOrder;
let payerCode;
let shownPicture;

const text = () => texts[language];
const hasExpired = (order) => open.has(order.state) && order.expiresAt !== undefined && Date.now() > order.expiresAt;
const isOpen = (order) => open.has(order.state) && !hasExpired(order);
const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

async function call(method, path, body) {
  const response = await fetch(`/control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { ok: response.ok, content: await response.json() };
}

function translate() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-text]')) {
    const words = text()[node.dataset.text];
    node.textContent = typeof words === 'object' ? words[brand] : words;
  }
  for (const node of document.querySelectorAll('[data-label]')) {
    node.placeholder = text()[node.dataset.label];
    node.setAttribute('aria-label', node.placeholder);
  }
  element('language').textContent = text().language;
  document.title = text().title[brand];
  renderOrders();
  renderCodeLife();
}

function renderOrders() {
  renderList(
    'open-orders',
    orders.filter((order) => isOpen(order)),
  );
  renderList('done-orders', orders.filter((order) => !isOpen(order)).slice(0, 8));
}

function renderList(id, list) {
  const rows = list.map((order) => {
    const row = document.createElement('li');
    const face = document.createElement(isOpen(order) ? 'button' : 'div');
    face.className = `order ${order.state === 'user-paying' ? 'asks' : ''}`;
    face.dataset.order = order.outTradeNo;
    face.append(
      cell('span', '', order.description),
      cell('span', 'sum', yuan(order.amountFen)),
      cell('small', '', order.outTradeNo),
      cell('small', 'state', text().states[hasExpired(order) ? 'expired' : order.state]),
    );
    if (order.refundedFen > 0) face.append(cell('small', 'refund', text().refunded(yuan(order.refundedFen))));
    if (face.tagName === 'BUTTON') face.addEventListener('click', () => void choose(order));
    row.append(face);
    return row;
  });
  const empty = cell('li', 'empty', text().none);
  element(id).replaceChildren(...(rows.length > 0 ? rows : [empty]));
}

function cell(tag, className, words) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = words;
  return node;
}

async function choose(order) {
  if (order.qrContent === undefined) return showCashier(order);
  return scan(order.qrContent);
}

async function scan(content) {
  const { ok, content: order } = await call('POST', 'scans', { content });
  element('scan-problem').textContent = ok ? '' : text().unknownCode;
  if (ok) showCashier(order);
}

function showCashier(order) {
  shownOrder = order;
  const asksPin = order.state === 'user-paying';
  element('cashier-title').textContent = asksPin ? text().cashierPin : text().cashier;
  element('cashier-amount').textContent = yuan(order.amountFen);
  element('cashier-goods').textContent = order.description;
  element('cashier-number').textContent = order.outTradeNo;
  element('cashier-problem').textContent = isOpen(order) ? '' : text().notPayable;
  element('confirm').textContent = asksPin ? text().payPin : text().pay;
  element('confirm').disabled = !isOpen(order);
  if (!element('cashier').open) element('cashier').showModal();
}

async function confirm() {
  element('confirm').disabled = true;
  const { ok } = await call('POST', `orders/${shownOrder.outTradeNo}/pay`);
  if (ok) element('cashier').close();
  else element('cashier-problem').textContent = text().notPayable;
  await refresh();
}

async function cancel() {
  element('cashier').close();
  if (isOpen(shownOrder)) await call('POST', `orders/${shownOrder.outTradeNo}/decline`);
  await refresh();
}

async function newCode() {
  const wish = {
    requirePin: element('require-pin').checked,
    ...(element('no-balance').checked ? { balanceFen: 0 } : {}),
  };
  payerCode = (await call('POST', 'payer-codes', wish)).content;
  drawBars(payerCode.bars);
  element('digits').textContent = payerCode.code.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  renderCodeLife();
}

function drawBars(widths) {
  let position = 10;
  let path = '';
  for (const [index, width] of [...widths].map(Number).entries()) {
    if (index % 2 === 0) path += `M${position} 0h${width}v100h-${width}z`;
    position += width;
  }
  const svg = element('bars');
  svg.setAttribute('viewBox', `0 0 ${position + 10} 100`);
  svg.innerHTML = `<path d="${path}"/>`;
}

function renderCodeLife() {
  if (!payerCode) return;
  const seconds = Math.ceil((payerCode.expiresAt - Date.now()) / 1000);
  const words = payerCode.usedBy === undefined ? text().expired : text().used;
  element('code-life').textContent = seconds > 0 && payerCode.usedBy === undefined ? text().life(seconds) : words;
}

/** A charge that waits for the PIN comes up by itself, as on a real phone. */
async function followCode() {
  if (!payerCode || payerCode.usedBy !== undefined) return;
  const { content } = await call('GET', `payer-codes/${payerCode.code}`);
  payerCode = { ...payerCode, ...content };
  const order = orders.find((candidate) => candidate.outTradeNo === payerCode.usedBy);
  if (order?.state === 'user-paying') showCashier(order);
}

async function refresh() {
  const { content } = await call('GET', 'orders');
  // Drawn only when something changed, so that a row does not vanish under the finger.
  const picture = JSON.stringify(
    content.map((order) => [order.outTradeNo, order.state, order.refundedFen, hasExpired(order)]),
  );
  orders = content;
  if (picture !== shownPicture) renderOrders();
  shownPicture = picture;
  await followCode();
  renderCodeLife();
}

function selectTab(name) {
  for (const tab of ['scan', 'code']) {
    element(tab).hidden = tab !== name;
    element(`tab-${tab}`).setAttribute('aria-selected', String(tab === name));
  }
  if (name === 'code' && !payerCode) void newCode();
}

async function poll() {
  try {
    await refresh();
    element('scan-problem').textContent = element('scan-problem').textContent.replace(text().failed, '');
  } catch {
    element('scan-problem').textContent = text().failed;
  }
  setTimeout(() => void poll(), 1000);
}

element('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  localStorage.setItem('language', language);
  translate();
});
element('tab-scan').addEventListener('click', () => selectTab('scan'));
element('tab-code').addEventListener('click', () => selectTab('code'));
element('scan-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void scan(element('qr-content').value);
});
element('new-code').addEventListener('click', () => void newCode());
element('require-pin').addEventListener('change', () => void newCode());
element('no-balance').addEventListener('change', () => void newCode());
element('confirm').addEventListener('click', () => void confirm());
element('cancel').addEventListener('click', () => void cancel());
element('cashier').addEventListener('cancel', (event) => {
  event.preventDefault();
  void cancel();
});

translate();
selectTab('scan');
void poll();
