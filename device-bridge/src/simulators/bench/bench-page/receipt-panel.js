// The paper that hangs out of the printer, and those that were taken.
import { button, element } from './dom.js';
import { note } from './log.js';
import { text } from './words.js';

/** The last one that somebody tore off. */
let taken = 0;

export function receiptPanel({ role }) {
  let paper;
  let looksAt;
  const number = element('span', { className: 'job-number' });
  const sheet = element('div', { className: 'paper', tabIndex: 0 });
  sheet.setAttribute('role', 'region');
  const takeKey = button(text('page', 'take-receipt'), () => take(), { className: 'key main' });

  const shown = () => looksAt ?? (paper && paper.number > taken ? paper.number : undefined);
  const draw = () => {
    takeKey.disabled = !paper || paper.number <= taken;
    const job = shown();
    const isCut = job !== paper?.number || paper?.cut;
    number.textContent = job === undefined ? '' : text('page', isCut ? 'receipt' : 'receipt-not-cut', { number: job });
    sheet.ariaLabel = number.textContent || text('page', 'nothing-printed');
    if (job === undefined) {
      const nothing = text('page', paper ? 'all-taken' : 'nothing-printed');
      sheet.replaceChildren(element('p', { textContent: nothing }));
    } else drawPicture(job);
  };
  const drawPicture = (job) => {
    const picture = sheet.querySelector('img') ?? newPicture();
    picture.alt = number.textContent;
    picture.src = `/api/receipt.svg?job=${job}&at=${job === paper.number ? `${paper.elements}-${paper.cut}` : 'done'}`;
    if (!picture.isConnected) sheet.replaceChildren(picture);
  };
  const newPicture = () => {
    const picture = element('img');
    // While printing, the paper end stays in sight.
    picture.addEventListener('load', () => sheet.scrollTo(0, paper.cut ? 0 : sheet.scrollHeight));
    return picture;
  };
  const take = () => {
    taken = paper.number;
    looksAt = undefined;
    const words = taken;
    note(role, () => `${text('page', 'take-receipt')} · ${text('page', 'receipt', { number: words })}`);
    draw();
  };
  const turn = (step) => {
    if (!paper) return;
    const wanted = Math.max(1, (shown() ?? paper.number + 1) + step);
    looksAt = wanted > paper.number ? undefined : wanted;
    draw();
  };

  draw();
  return {
    nodes: [
      element(
        'div',
        { className: 'row' },
        takeKey,
        button('←', () => turn(-1), { ariaLabel: text('page', 'older') }),
        button('→', () => turn(1), { ariaLabel: text('page', 'newer') }),
        number,
      ),
      sheet,
    ],
    show: (news) => {
      const before = JSON.stringify(paper);
      if (news.paper?.number !== paper?.number) looksAt = undefined;
      paper = news.paper ?? undefined;
      if (JSON.stringify(paper) !== before) draw();
    },
  };
}
