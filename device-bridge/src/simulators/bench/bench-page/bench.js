// The bench page: drawn from what the bench says it has; server-sent events bring the devices' state.
import { listen, read } from './api.js';
import { deviceCard } from './device-card.js';
import { element } from './dom.js';
import { logCard, noteChanges } from './log.js';
import { changeLanguage, currentLanguage, text } from './words.js';

const devices = await read('devices');
const byId = (id) => document.getElementById(id);

let cards = [];
let news;
let isLost = false;

function draw() {
  document.documentElement.lang = currentLanguage();
  document.title = text('page', 'title');
  byId('title').textContent = text('page', 'title');
  byId('subtitle').textContent = text('page', 'subtitle');
  byId('language').textContent = text('page', 'other-language');
  cards = devices.map((device) => ({ device, card: deviceCard(device) }));
  const groups = [...Map.groupBy(cards, ({ device }) => device.group)];
  byId('bench').replaceChildren(
    ...groups.map(([group, members]) =>
      element('div', { className: 'group', data: { group } }, ...members.map(({ card }) => card.node)),
    ),
  );
  byId('bench').lastElementChild.append(logCard());
  show();
}

function show() {
  byId('live').textContent = news || isLost ? text('page', isLost ? 'lost' : 'live') : '';
  byId('live').dataset.light = isLost ? 'off' : 'on';
  if (!news) return;
  for (const { device, card } of cards) {
    card.show({ sight: news.sights[device.role], state: news.state[device.stateName], paper: news.paper });
  }
}

byId('language').addEventListener('click', () => {
  changeLanguage();
  draw();
});
document.addEventListener('visibilitychange', () => {
  for (const { card } of cards) void card.refresh?.();
});

draw();
listen(
  (latest) => {
    news = latest;
    isLost = false;
    noteChanges(news.sights);
    show();
  },
  () => {
    isLost = true;
    show();
  },
);
