// The bench page: buttons call the bench's HTTP actions, server-sent events bring the devices' state.
import { TEXT } from './words.js';
/** Each role's name in the bench state. */
const DEVICES = {
  'card-reader': 'cardReader',
  'cash-acceptor': 'cashAcceptor',
  coins: 'coins',
  'smart-hopper': 'smartHopper',
  'receipt-printer': 'printer',
  'barcode-reader': 'scanner',
  cabinet: 'cabinet',
  ups: 'ups',
  'payment-terminal': 'bankTerminal',
};

/** Those that wait for a line of the receipt. */
const PRINTER_LINE_FAULTS = ['paper-out', 'cover-open', 'unplugged', 'power-loss', 'silent'];
const CABINET_FAULTS = ['wrong-checksum', 'half-frame', 'noise', 'silence', 'slow-reply', 'duplicate-reply'];

const FAULTS = {
  'smart-hopper': [
    'jam',
    'fraud',
    'lost-reply',
    'wrong-crc',
    'half-frame',
    'noise',
    'silence',
    'slow-reply',
    'duplicate-reply',
  ],
  coins: ['jam', 'lost-reply', 'wrong-crc', 'half-frame', 'noise', 'silence', 'slow-reply', 'duplicate-reply'],
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
    'slow-reply',
    'lost-command',
    'duplicate-reply',
  ],
  'receipt-printer': [
    ...PRINTER_LINE_FAULTS,
    'cutter',
    'power-loss-after-cut',
    'noise',
    'half-frame',
    'slow',
    'silence',
    'duplicate-reply',
    'wrong-process-id',
    'late-process-id',
  ],
  'barcode-reader': ['half-code', 'noise', 'duplicate', 'endless-line', 'control-characters', 'silence'],
  cabinet: CABINET_FAULTS,
  ups: CABINET_FAULTS,
  'payment-terminal': [
    'lose-reply',
    'late-reply',
    'duplicate-reply',
    'slow',
    'silent',
    'noise',
    'half-frame',
    'no-paper',
    'power-cut-asked',
    'power-cut-card-read',
    'power-cut-pin-entered',
    'power-cut-paid',
    'power-cut-answered',
  ],
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
  const kind = byId('card-fault').value;
  const fault = kind === '' ? {} : { fault: { kind } };
  const reader = await call(byId('hold').checked ? 'present-card' : 'tap-card', { uid, ...fault });
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
    ...scanner.faults.map((fault) => ({ bad: text().faults[fault] ?? fault })),
  ]);
  showDevice('cash-acceptor', cashAcceptor.plugged, cashAcceptor.connected, [
    text().protocols[cashAcceptor.protocol] ?? cashAcceptor.protocol,
    link(cashAcceptor.connected),
    cashAcceptor.enabled ? text().enabled : text().disabled,
    ...(cashAcceptor.note
      ? [`${text().notePosition[cashAcceptor.note.position]} ${cashAcceptor.note.fen / 100} 元`]
      : []),
    ...(cashAcceptor.cashBox.state === 'full' ? [{ bad: text().faults['cashbox-full'] }] : []),
    ...(cashAcceptor.cashBox.state === 'out' ? [{ bad: text().faults['cashbox-removed'] }] : []),
    ...cashAcceptor.faults.map((fault) => ({ bad: text().faults[fault] ?? fault })),
  ]);
  showDevice('receipt-printer', printer.plugged, printer.connected, [
    link(printer.connected),
    printer.paper === 'out' ? { bad: text().paper.out } : text().paper[printer.paper],
    ...(printer.cover === 'open' ? [{ bad: text().cover.open }] : []),
    ...(printer.cutterError ? [{ bad: text().cutter }] : []),
    ...(printer.fault ? [{ bad: text().faults[printer.fault] ?? printer.fault }] : []),
  ]);
  drawCoins();
  drawCabinet();
  drawBankTerminal();
  byId('cover').textContent = printer.cover === 'open' ? text().closeCover : text().openCover;
  byId('paper-out').textContent = printer.paper === 'full' ? text().removePaper : text().loadPaper;
  drawBox(cashAcceptor.cashBox, cashAcceptor.returnedFen);
  markCard();
}

function drawSmartHopper({ plugged, connected, paying, store, paidFen, faults }) {
  showDevice('smart-hopper', plugged, connected, [
    link(connected),
    ...(paying ? [text().paying] : []),
    ...store.map(({ denominationFen, left }) => text().hopper(denominationFen / 100, left)),
    text().inTray(paidFen / 100),
    ...faults.map((fault) => ({ bad: text().faults[fault] ?? fault })),
  ]);
}

function drawCoins() {
  const { coins, smartHopper } = state;
  byId('smart-hopper').hidden = !smartHopper;
  if (smartHopper) drawSmartHopper(smartHopper);
  showDevice('coins', coins.plugged, coins.connected, [
    link(coins.connected),
    coins.accepting ? text().slotOpen : text().slotShut,
    text().inCoinBox(coins.box.totalFen / 100),
    ...coins.hoppers.map(({ denominationFen, coins: left, jammed }) => {
      const said = text().hopper(denominationFen / 100, left);
      return jammed || left === 0 ? { bad: said } : said;
    }),
    text().inTray(coins.paidFen / 100),
    ...coins.faults.map((fault) => ({ bad: text().faults[fault] ?? fault })),
  ]);
}

function drawCabinet() {
  const { cabinet, ups } = state;
  const faults = (device) => device.faults.map((fault) => ({ bad: text().faults[fault] ?? fault }));
  showDevice('cabinet', cabinet.plugged, cabinet.connected, [
    link(cabinet.connected),
    cabinet.door === 'open' ? { bad: text().doorOpen } : text().doorClosed,
    ...(cabinet.tampered ? [{ bad: text().tampered }] : []),
    `${cabinet.temperatureC} °C`,
    text().lamps(cabinet.relays),
    ...faults(cabinet),
  ]);
  const supply = text().supply[ups.supply];
  showDevice('ups', ups.plugged, ups.connected, [
    link(ups.connected),
    ups.supply === 'mains' ? supply : { bad: supply },
    ...faults(ups),
  ]);
  byId('door').textContent = cabinet.door === 'open' ? text().closeDoor : text().openDoor;
  byId('tamper').textContent = cabinet.tampered ? text().tamperEnds : text().tamper;
  byId('warm').textContent = cabinet.temperatureC > 55 ? text().cool : text().heat;
}

function drawBankTerminal() {
  const { bankTerminal } = state;
  const last = bankTerminal.payments.at(-1);
  showDevice('payment-terminal', bankTerminal.plugged, bankTerminal.connected, [
    link(bankTerminal.connected),
    text().terminalStage[bankTerminal.stage],
    text().takenByCard(bankTerminal.takenFen / 100),
    ...(last ? [text().lastCard[last.state]] : []),
    ...(bankTerminal.fault ? [{ bad: text().faults[bankTerminal.fault] ?? bankTerminal.fault }] : []),
  ]);
}

function drawBox(box, returned) {
  const rows = Object.entries(box.notes).map(([fen, count]) => [`${fen / 100} 元`, text().notes(count)]);
  if (returned.length > 0) rows.push([text().lastReturned, `${returned.at(-1) / 100} 元`]);
  rows.push([text().boxTotal, `${(box.totalFen / 100).toFixed(2)} 元`]);
  byId('box').replaceChildren(
    ...rows.map((cells) => {
      const row = element('tr');
      row.append(...cells.map((words) => element('td', '', words)));
      return row;
    }),
  );
}

function newPicture() {
  const picture = element('img');
  // While printing, the paper end stays in sight.
  picture.addEventListener('load', () => byId('paper').scrollTo(0, paper.cut ? 0 : byId('paper').scrollHeight));
  return picture;
}

function drawPaper() {
  const number = shownJob ?? paper?.number;
  if (number === undefined) {
    byId('paper').replaceChildren(element('p', '', text().nothingPrinted));
    byId('job-number').textContent = '';
    return;
  }
  byId('job-number').textContent = text().job(number, number < paper.number || paper.cut);
  const picture = byId('paper').querySelector('img') ?? newPicture();
  picture.alt = `receipt ${number}`;
  picture.src = `/api/receipt.svg?job=${number}&at=${paper.elements}-${paper.cut}`;
  if (!picture.isConnected) byId('paper').replaceChildren(picture);
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
  const cardFaults = Object.entries(text().cardFaults);
  byId('card-fault').replaceChildren(...cardFaults.map(([fault, words]) => new Option(words, fault)));
  byId('language').textContent = text().other;
  void drawCards();
  void drawPayerCodes();
  drawState();
  drawPaper();
}

function faultOf(role, kind) {
  if (role === 'payment-terminal') return { role, fault: kind };
  if (role !== 'receipt-printer') return { role, fault: { kind } };
  const waits = PRINTER_LINE_FAULTS.includes(kind);
  return { role, fault: waits ? { fault: kind, atLine: Number(byId('at-line').value) } : { fault: kind } };
}

function onClick(node, handler) {
  node.addEventListener('click', () => void handler());
}

for (const role of Object.keys(FAULTS)) {
  const section = byId(role);
  const kind = () => section.querySelector('.fault').value;
  onClick(section.querySelector('.set-fault'), () => call('set-fault', faultOf(role, kind())));
  onClick(section.querySelector('.clear-faults'), () => call('clear-faults', { role }));
}
for (const [role, device] of Object.entries(DEVICES)) {
  onClick(byId(role).querySelector('.plug'), () => call(state[device].plugged ? 'unplug' : 'replug', { role }));
}
for (const node of document.querySelectorAll('[data-action]')) onClick(node, () => call(node.dataset.action));
for (const button of document.querySelectorAll('.power-cycle')) {
  onClick(button, () => call('power-cycle', { role: button.closest('section').id }));
}
for (const button of document.querySelectorAll('[data-bank-card]')) {
  onClick(button, () => call('hold-bank-card', { answer: button.dataset.bankCard }));
}
onClick(byId('cover'), () => call(state.printer.cover === 'open' ? 'close-printer-cover' : 'open-printer-cover'));
onClick(byId('paper-out'), () => call(state.printer.paper === 'full' ? 'remove-paper' : 'load-paper'));
for (const button of document.querySelectorAll('[data-coin]')) {
  onClick(button, () => call('insert-coin', { fen: Number(button.dataset.coin) }));
}
for (const button of document.querySelectorAll('[data-hopper]')) {
  const [fen, coins] = button.dataset.hopper.split(' ').map(Number);
  onClick(button, () => call('fill-hopper', { fen, coins }));
}
for (const button of document.querySelectorAll('[data-smart-hopper]')) {
  const [fen, counted] = button.dataset.smartHopper.split(' ').map(Number);
  onClick(button, () => call('fill-smart-hopper', { fen, counted }));
}
onClick(byId('door'), () => call(state.cabinet.door === 'open' ? 'close-door' : 'open-door'));
onClick(byId('tamper'), () => call('tamper', { tampered: !state.cabinet.tampered }));
onClick(byId('warm'), () => call('warm', state.cabinet.temperatureC > 55 ? {} : { celsius: 68 }));
for (const node of document.querySelectorAll('[data-supply]'))
  onClick(node, () => call('supply-from', { supply: node.dataset.supply }));
onClick(byId('tap-uid'), () => tap(byId('uid').value.trim()));
onClick(byId('show-code'), async () => {
  if ((await call('show-payer-code', { code: byId('code').value.trim() })) === false) say(text().noHost);
});
onClick(byId('older'), () => turnPage(-1));
onClick(byId('newer'), () => turnPage(1));
onClick(byId('language'), () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  translate();
});
byId('counterfeit').addEventListener('change', () =>
  byId('notes').classList.toggle('counterfeit', byId('counterfeit').checked),
);

drawNotes();
translate();

const events = new EventSource('/api/events');
events.addEventListener('message', (event) => {
  const news = JSON.parse(event.data);
  const printed = JSON.stringify(news.paper) !== JSON.stringify(paper);
  if (printed && news.paper?.number !== paper?.number) shownJob = undefined;
  state = news.state;
  paper = news.paper ?? undefined;
  byId('live').textContent = text().live;
  drawState();
  if (printed) drawPaper();
});
events.addEventListener('error', () => {
  byId('live').textContent = text().lost;
});
// Demo cards may be seeded after the page was opened.
document.addEventListener('visibilitychange', () => void drawCards());
