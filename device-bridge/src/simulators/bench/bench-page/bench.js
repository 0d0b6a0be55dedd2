// The bench page: buttons call the bench's HTTP actions, server-sent events bring the devices' state.
const TEXT = {
  'zh-CN': {
    title: '楼亭 · 设备台',
    subtitle: '这里代替人的手：刷卡、放钞、出示付款码、撕收据，也能弄坏设备。',
    cardReader: '读卡器',
    scanner: '扫码器',
    cashAcceptor: '纸币器',
    printer: '收据打印机',
    hold: '一直放着，直到拿走',
    removeCard: '拿走卡',
    tap: '刷',
    show: '出示',
    otherUid: '其他卡号（十六进制）',
    otherCode: '其他付款码',
    counterfeit: '放的是假钞',
    setFault: '出故障',
    clearFaults: '修好',
    powerCycle: '断电再通电',
    paperLow: '纸快用完',
    unplug: '拔线',
    replug: '插上',
    openCover: '打开上盖',
    closeCover: '合上上盖',
    removePaper: '取走纸',
    loadPaper: '装上纸',
    atLine: '在第几行',
    nothingPrinted: '还没有打印',
    job: (number, cut) => `第 ${number} 张${cut ? '' : '（没有切下）'}`,
    noCard: '上面没有卡',
    cardLies: (uid) => `卡 ${uid} 放在上面`,
    connected: '主机已连接',
    notConnected: '主机没有连接',
    unplugged: '线拔掉了',
    enabled: '在收钞',
    disabled: '没有在收钞',
    escrow: (yuan) => `暂存 ${yuan} 元`,
    boxTotal: '钱箱合计',
    notes: (count) => `${count} 张`,
    leftInHand: '纸币器没有吃进去，钞票还在手里',
    noHost: '没有主机在听，码没有送到',
    noReader: '读卡器的线拔掉了',
    live: '● 实时',
    lost: '○ 设备台没有回答',
    codes: (count) => `已出示 ${count} 次`,
    cover: { open: '上盖开着' },
    paper: { low: '纸快用完', out: '没有纸', full: '有纸' },
    cutter: '切刀卡住',
    faults: {
      jam: '卡钞',
      'cashbox-full': '钱箱满',
      'cashbox-removed': '钱箱取走',
      'forgets-value': '断电后忘记面额',
      fraud: '有人往回拉钞票',
      'lost-reply': '丢一次回答',
      'wrong-crc': '一次校验错',
      'half-frame': '一次半帧',
      noise: '一次干扰',
      silence: '一次不答',
      'paper-out': '打到一半没纸',
      'cover-open': '打到一半开盖',
      'power-loss': '打到一半断电',
      unplugged: '打到一半拔线',
      silent: '不再回答',
      cutter: '切刀卡住',
    },
    other: 'English',
  },
  en: {
    title: 'Louting · device bench',
    subtitle:
      "Stands in for people's hands: tap a card, put in notes, show a payer code, take the receipt, break things.",
    cardReader: 'Card reader',
    scanner: 'Scanner',
    cashAcceptor: 'Cash acceptor',
    printer: 'Receipt printer',
    hold: 'Leave it there until removed',
    removeCard: 'Remove card',
    tap: 'Tap',
    show: 'Show',
    otherUid: 'Another UID (hex)',
    otherCode: 'Another payer code',
    counterfeit: 'The note is counterfeit',
    setFault: 'Break it',
    clearFaults: 'Repair',
    powerCycle: 'Power off and on',
    paperLow: 'Paper low',
    unplug: 'Unplug',
    replug: 'Plug in',
    openCover: 'Open cover',
    closeCover: 'Close cover',
    removePaper: 'Take paper out',
    loadPaper: 'Load paper',
    atLine: 'at line',
    nothingPrinted: 'Nothing printed yet',
    job: (number, cut) => `No. ${number}${cut ? '' : ' (not cut)'}`,
    noCard: 'No card on it',
    cardLies: (uid) => `Card ${uid} lies on it`,
    connected: 'host connected',
    notConnected: 'no host connected',
    unplugged: 'unplugged',
    enabled: 'accepting notes',
    disabled: 'not accepting notes',
    escrow: (yuan) => `${yuan} yuan in escrow`,
    boxTotal: 'Cash box',
    notes: (count) => `× ${count}`,
    leftInHand: 'The acceptor did not take it; the note is still in your hand',
    noHost: 'No host listens; the code went nowhere',
    noReader: 'The card reader is unplugged',
    live: '● live',
    lost: '○ bench does not answer',
    codes: (count) => `shown ${count} times`,
    cover: { open: 'cover open' },
    paper: { low: 'paper low', out: 'no paper', full: 'paper loaded' },
    cutter: 'cutter jammed',
    faults: {
      jam: 'Note jam',
      'cashbox-full': 'Cash box full',
      'cashbox-removed': 'Cash box taken out',
      'forgets-value': 'Forgets the value over a power cut',
      fraud: 'Someone pulls the note back',
      'lost-reply': 'Lose one reply',
      'wrong-crc': 'One wrong checksum',
      'half-frame': 'One half frame',
      noise: 'Noise once',
      silence: 'Silent once',
      'paper-out': 'Paper ends in mid-job',
      'cover-open': 'Cover opens in mid-job',
      'power-loss': 'Power lost in mid-job',
      unplugged: 'Cable pulled in mid-job',
      silent: 'Answers no more',
      cutter: 'Cutter jams',
    },
    other: '中文',
  },
};

const FAULTS = {
  'cash-acceptor': [
    'jam',
    'cashbox-full',
    'cashbox-removed',
    'fraud',
    'forgets-value',
    'lost-reply',
    'wrong-crc',
    'half-frame',
    'noise',
    'silence',
  ],
  'receipt-printer': ['paper-out', 'cover-open', 'cutter', 'unplugged', 'power-loss', 'silent'],
};

// Colours of the fifth series.
const NOTES = [
  [1, '#76803f', '壹圆'],
  [5, '#75588a', '伍圆'],
  [10, '#3f6787', '拾圆'],
  [20, '#96662f', '贰拾圆'],
  [50, '#3f7354', '伍拾圆'],
  [100, '#b03a45', '壹佰圆'],
];

let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh-CN';
let state;
let paper;
let shownJob;
const text = () => TEXT[language];
const byId = (id) => document.getElementById(id);

async function call(action, body = {}) {
  const response = await fetch(`/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) say(answer.detail ?? answer.code);
  return answer.result;
}

let toastTimer;
function say(words) {
  byId('toast').textContent = words;
  byId('toast').classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => byId('toast').classList.remove('shown'), 3500);
}

function element(tag, className, words) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (words !== undefined) node.textContent = words;
  return node;
}

function button(words, onClick, className) {
  const node = element('button', className, words);
  node.type = 'button';
  node.addEventListener('click', onClick);
  return node;
}

const labelOf = (label) => (typeof label === 'string' ? label : label[language]);

async function tap(uid) {
  const reader = await call(byId('hold').checked ? 'present-card' : 'tap-card', { uid });
  if (reader === 'none') say(text().noReader);
}

async function drawCards() {
  const cards = await (await fetch('/api/cards')).json();
  byId('cards').replaceChildren(
    ...cards.map((card) => {
      const node = button('', () => void tap(card.uid), 'card');
      node.dataset.uid = card.uid;
      node.append(element('i'), element('span', '', labelOf(card.label)), element('span', '', card.uid));
      node.append(element('small', '', card.roomLabel ?? card.note ?? ''));
      return node;
    }),
  );
  markCard();
}

function markCard() {
  for (const node of document.querySelectorAll('.card')) {
    node.classList.toggle('lying', node.dataset.uid === state?.cardReader.uid);
  }
}

async function drawPayerCodes() {
  const codes = await (await fetch('/api/payer-codes')).json();
  byId('payer-codes').replaceChildren(
    ...codes.map((source, index) =>
      button(labelOf(source.label), async () => {
        if ((await call('show-fresh-payer-code', { index })) === false) say(text().noHost);
      }),
    ),
  );
}

function drawNotes() {
  byId('notes').replaceChildren(
    ...NOTES.map(([yuan, colour, name]) => {
      const node = button('', () => void insert(yuan), 'banknote');
      node.style.background = colour;
      node.setAttribute('aria-label', `${yuan}`);
      node.append(element('b', '', yuan), element('span', '', name));
      return node;
    }),
  );
}

async function insert(yuan) {
  const outcome = await call('insert-note', { fen: yuan * 100, counterfeit: byId('counterfeit').checked });
  if (outcome === 'left-in-hand') say(text().leftInHand);
}

function showDevice(role, plugged, connected, facts) {
  const section = byId(role);
  section.querySelector('.dot').className = `dot ${plugged ? (connected ? 'on' : '') : 'off'}`;
  const plug = section.querySelector('.plug');
  plug.textContent = plugged ? text().unplug : text().replug;
  plug.onclick = () => void call(plugged ? 'unplug' : 'replug', { role });
  const shown = [...(plugged ? [] : [{ bad: text().unplugged }]), ...facts];
  section
    .querySelector('.facts')
    .replaceChildren(
      ...shown.flatMap((fact, index) => [
        ...(index === 0 ? [] : [' · ']),
        typeof fact === 'string' ? fact : element('span', 'bad', fact.bad),
      ]),
    );
}

const link = (connected) => (connected ? text().connected : text().notConnected);

function drawState() {
  if (!state) return;
  const { cardReader, cashAcceptor, printer, scanner } = state;
  const card = cardReader.uid ? text().cardLies(cardReader.uid) : text().noCard;
  showDevice('card-reader', cardReader.plugged, true, [card]);
  showDevice('barcode-reader', scanner.plugged, scanner.connected, [
    link(scanner.connected),
    text().codes(scanner.codesShown),
  ]);
  showDevice('cash-acceptor', cashAcceptor.plugged, cashAcceptor.connected, [
    link(cashAcceptor.connected),
    cashAcceptor.enabled ? text().enabled : text().disabled,
    ...(cashAcceptor.note ? [text().escrow(cashAcceptor.note.fen / 100)] : []),
    ...(cashAcceptor.cashBox.state === 'full' ? [{ bad: text().faults['cashbox-full'] }] : []),
    ...(cashAcceptor.cashBox.state === 'out' ? [{ bad: text().faults['cashbox-removed'] }] : []),
    ...cashAcceptor.faults.map((fault) => ({ bad: text().faults[fault] ?? fault })),
  ]);
  showDevice('receipt-printer', printer.plugged, true, [
    printer.paper === 'out' ? { bad: text().paper.out } : text().paper[printer.paper],
    ...(printer.cover === 'open' ? [{ bad: text().cover.open }] : []),
    ...(printer.cutterError ? [{ bad: text().cutter }] : []),
    ...(printer.fault ? [{ bad: text().faults[printer.fault] ?? printer.fault }] : []),
  ]);
  byId('cover').textContent = printer.cover === 'open' ? text().closeCover : text().openCover;
  byId('cover').onclick = () => void call(printer.cover === 'open' ? 'close-printer-cover' : 'open-printer-cover');
  byId('paper-out').textContent = printer.paper === 'full' ? text().removePaper : text().loadPaper;
  byId('paper-out').onclick = () => void call(printer.paper === 'full' ? 'remove-paper' : 'load-paper');
  drawBox(cashAcceptor.cashBox);
  markCard();
}

function drawBox(box) {
  const rows = Object.entries(box.notes).map(([fen, count]) => [`${fen / 100} 元`, text().notes(count)]);
  rows.push([text().boxTotal, `${(box.totalFen / 100).toFixed(2)} 元`]);
  byId('box').replaceChildren(
    ...rows.map((cells) => {
      const row = element('tr');
      row.append(...cells.map((words) => element('td', '', words)));
      return row;
    }),
  );
}

function drawPaper() {
  const number = shownJob ?? paper?.number;
  if (number === undefined) {
    byId('paper').replaceChildren(element('p', '', text().nothingPrinted));
    byId('job-number').textContent = '';
    return;
  }
  byId('job-number').textContent = text().job(number, number < paper.number || paper.cut);
  const picture = byId('paper').querySelector('img') ?? element('img');
  picture.alt = `receipt ${number}`;
  picture.src = `/api/receipt.svg?job=${number}&at=${paper.elements}-${paper.cut}`;
  if (!picture.isConnected) byId('paper').replaceChildren(picture);
  // While printing, the paper end stays in sight.
  if (!paper.cut) picture.onload = () => byId('paper').scrollTo(0, byId('paper').scrollHeight);
  else picture.onload = () => byId('paper').scrollTo(0, 0);
}

function turnPage(step) {
  if (!paper) return;
  const wanted = Math.max(1, (shownJob ?? paper.number) + step);
  shownJob = wanted >= paper.number ? undefined : wanted;
  drawPaper();
}

function translate() {
  document.documentElement.lang = language;
  document.title = text().title;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text()[node.dataset.text];
  for (const node of document.querySelectorAll('[data-placeholder]'))
    node.placeholder = text()[node.dataset.placeholder];
  for (const node of document.querySelectorAll('[data-label]')) {
    node.title = text()[node.dataset.label];
    node.setAttribute('aria-label', text()[node.dataset.label]);
  }
  for (const [role, faults] of Object.entries(FAULTS)) {
    const select = byId(role).querySelector('.fault');
    select.replaceChildren(...faults.map((fault) => new Option(text().faults[fault], fault)));
  }
  byId('language').textContent = text().other;
  void drawCards();
  void drawPayerCodes();
  drawState();
  drawPaper();
}

function faultOf(role, kind) {
  if (role === 'cash-acceptor') return { role, fault: { kind } };
  return { role, fault: kind === 'cutter' ? { fault: kind } : { fault: kind, atLine: Number(byId('at-line').value) } };
}

for (const role of Object.keys(FAULTS)) {
  const section = byId(role);
  section.querySelector('.set-fault').onclick = () =>
    void call('set-fault', faultOf(role, section.querySelector('.fault').value));
  section.querySelector('.clear-faults').onclick = () => void call('clear-faults', { role });
}
document.querySelector('.power-cycle').onclick = () => void call('power-cycle', { role: 'cash-acceptor' });
for (const node of document.querySelectorAll('[data-action]')) {
  node.addEventListener('click', () => void call(node.dataset.action));
}
byId('tap-uid').onclick = () => void tap(byId('uid').value.trim());
byId('show-code').onclick = async () => {
  if ((await call('show-payer-code', { code: byId('code').value.trim() })) === false) say(text().noHost);
};
byId('counterfeit').onchange = () => byId('notes').classList.toggle('counterfeit', byId('counterfeit').checked);
byId('older').onclick = () => turnPage(-1);
byId('newer').onclick = () => turnPage(1);
byId('language').onclick = () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  translate();
};

drawNotes();
translate();

const events = new EventSource('/api/events');
events.onmessage = (event) => {
  const news = JSON.parse(event.data);
  const printed = JSON.stringify(news.paper) !== JSON.stringify(paper);
  if (printed && news.paper?.number !== paper?.number) shownJob = undefined;
  state = news.state;
  paper = news.paper ?? undefined;
  byId('live').textContent = text().live;
  drawState();
  if (printed) drawPaper();
};
events.onerror = () => {
  byId('live').textContent = text().lost;
};
// Demo cards may be seeded after the page was opened.
document.addEventListener('visibilitychange', () => void drawCards());
