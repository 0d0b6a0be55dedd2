import { contrastOfOutline, contrastOfText } from './measure-colours.ts';
import type { ScreenMeasure } from './screen-measure.ts';

/** Outlines beside those of keys that say something: what is ticked, how far it is, what a number belongs to. */
const OUTLINES =
  '.key:not(.key-plain), .bill-box, .refund-dot, .meter-window, .cash-remaining, .confirm-facts, .notice';

/** Measures the screen that is drawn now, for the visual tests. */
export function measureScreen(): ScreenMeasure {
  const scope =
    document.querySelector('.still-there, .help-panel') ?? document.querySelector('.settings-panel') ?? document.body;
  const clipped = new Set<string>();
  const texts = textsIn(scope);
  const keys = [...scope.querySelectorAll('button')].map((element) => ({
    element,
    box: element.getBoundingClientRect(),
  }));
  for (const text of texts) if (isCut(text)) clipped.add(`text ${nameOf(text.element)}`);
  for (const problem of leavingIn(scope)) clipped.add(problem);
  const gaps: number[] = [];
  keys.forEach(({ element, box: a }, index) => {
    for (const { element: other, box: b } of keys.slice(index + 1)) {
      const gap = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
      gaps.push(gap);
      if (gap < 0) clipped.add(`${nameOf(element)} lies over ${nameOf(other)}`);
    }
  });
  const sizeOf = (element: Element): number => Number.parseFloat(getComputedStyle(element).fontSize);
  return {
    ...least(
      'text',
      texts.map(({ size }) => size),
    ),
    ...least('amount', [...scope.querySelectorAll('.amount-hero, .amount-amount')].map(sizeOf)),
    ...least(
      'target',
      keys.map(({ box }) => Math.min(box.width, box.height)),
    ),
    ...least('gap', gaps),
    ...least(
      'primary',
      [...scope.querySelectorAll('.key-primary')].map((key) => key.getBoundingClientRect().height),
    ),
    ...least(
      'highest',
      keys.map(({ box }) => box.top),
    ),
    ...least(
      'contrast',
      texts.map(({ element }) => contrastOfText(element)),
    ),
    ...least('border', [...scope.querySelectorAll(OUTLINES)].map(contrastOfOutline)),
    clipped: [...clipped],
  };
}

function least<Name extends string>(name: Name, values: readonly number[]): { readonly [Key in Name]?: number } {
  if (values.length === 0) return {};
  return { [name]: Math.floor(Math.min(...values) * 100) / 100 } as { readonly [Key in Name]?: number };
}

interface DrawnText {
  readonly element: Element;
  readonly size: number;
  readonly boxes: readonly DOMRect[];
}

function textsIn(scope: Element): readonly DrawnText[] {
  const texts: DrawnText[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || element.closest('svg, .unseen') !== null)
      continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    if (boxes.length > 0) texts.push({ element, size: Number.parseFloat(style.fontSize), boxes });
  }
  return texts;
}

function isCut({ element, size, boxes }: DrawnText): boolean {
  const holder = element
    .closest('.key, .content, .controls, .said, .frame-top, .frame-phone, .notice, .settings-panel')
    ?.getBoundingClientRect();
  return boxes.some((box) => {
    const outside = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    if (outside || holder === undefined) return outside;
    return box.left < holder.left - 1 || box.right > holder.right + 1 || box.bottom > holder.bottom + 0.25 * size;
  });
}

/** What is larger than the part of the screen it belongs to, and pictures that were squeezed. */
function leavingIn(scope: Element): readonly string[] {
  const problems: string[] = [];
  for (const holder of scope.querySelectorAll('.content, .controls, .said, .settings-panel')) {
    const room = holder.getBoundingClientRect();
    for (const child of holder.children) {
      const box = child.getBoundingClientRect();
      const leaves =
        box.height > 0 &&
        (box.top < room.top - 1 ||
          box.bottom > room.bottom + 1 ||
          box.right > room.right + 1 ||
          box.left < room.left - 1);
      if (leaves) problems.push(`${nameOf(child)} leaves ${nameOf(holder).split(' ')[0]}`);
    }
  }
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  for (const picture of scope.querySelectorAll('.content .art')) {
    const hidden = picture.getClientRects().length === 0;
    if (!hidden && picture.getBoundingClientRect().height < 11 * rem)
      problems.push(`picture squeezed: ${nameOf(picture)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push('page scrolls sideways');
  return problems;
}

function nameOf(element: Element): string {
  const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
  return `${name} "${(element.textContent ?? '').slice(0, 24)}"`;
}
