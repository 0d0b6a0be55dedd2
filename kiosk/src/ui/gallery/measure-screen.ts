import type { ScreenMeasure } from './screen-measure.ts';

/** Measures the screen that is drawn now, for the visual tests. */
export function measureScreen(): ScreenMeasure {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  const overlay = document.querySelector('.still-there');
  const scope = overlay ?? document.body;
  const clipped: string[] = [];
  const least = (values: readonly number[]): number => Math.min(Infinity, ...values);
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').slice(0, 24)}"`;

  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const colour = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
  const background = (element: Element | null): number[] => {
    for (let at = element; at !== null; at = at.parentElement) {
      const parts = colour(getComputedStyle(at).backgroundColor);
      if (parts.length === 3 || (parts[3] ?? 0) === 1) return parts.slice(0, 3);
    }
    return [255, 255, 255];
  };

  const texts: { element: Element; size: number; contrast: number }[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '') continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || element.closest('svg') !== null) continue;
    const front = luminance(colour(style.color).slice(0, 3));
    const back = luminance(background(element));
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    texts.push({ element, size: Number.parseFloat(style.fontSize) / scale, contrast });

    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const outside = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      const holder = element.closest('.key, .content, .controls, .said, .frame-top, .notice')?.getBoundingClientRect();
      const over =
        holder !== undefined &&
        (box.left < holder.left - 1 ||
          box.right > holder.right + 1 ||
          box.bottom > holder.bottom + 0.25 * Number.parseFloat(style.fontSize));
      if (outside || over) clipped.push(`text ${name(element)}`);
    }
  }

  for (const content of scope.querySelectorAll('.content, .controls, .said')) {
    const room = content.getBoundingClientRect();
    for (const child of content.children) {
      const box = child.getBoundingClientRect();
      if (box.height === 0) continue;
      if (
        box.top < room.top - 1 ||
        box.bottom > room.bottom + 1 ||
        box.right > room.right + 1 ||
        box.left < room.left - 1
      )
        clipped.push(`${name(child)} leaves ${name(content).split(' ')[0]}`);
    }
  }
  for (const picture of scope.querySelectorAll('.content .art')) {
    if (getComputedStyle(picture).display !== 'none' && picture.getBoundingClientRect().height / scale < 110)
      clipped.push(`picture squeezed: ${name(picture)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) clipped.push('page scrolls sideways');

  const targets = [...scope.querySelectorAll('button')].map((element) => ({
    element,
    box: element.getBoundingClientRect(),
  }));
  const gaps: number[] = [];
  targets.forEach(({ element: one, box: a }, index) => {
    for (const { element: other, box: b } of targets.slice(index + 1)) {
      const across = Math.max(a.left - b.right, b.left - a.right);
      const down = Math.max(a.top - b.bottom, b.top - a.bottom);
      const gap = Math.max(across, down) / scale;
      gaps.push(gap);
      if (gap < 0) clipped.push(`${name(one)} lies over ${name(other)}`);
    }
  });
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    smallestText: round(least(texts.map(({ size }) => size))),
    smallestAmount: round(
      least(
        [...scope.querySelectorAll('.amount-hero, .amount-amount')].map(
          (one) => Number.parseFloat(getComputedStyle(one).fontSize) / scale,
        ),
      ),
    ),
    smallestTarget: round(least(targets.map(({ box }) => Math.min(box.width, box.height) / scale))),
    smallestGap: round(least(gaps)),
    smallestPrimary: round(
      least([...scope.querySelectorAll('.key-primary')].map((one) => one.getBoundingClientRect().height / scale)),
    ),
    highestTarget: round(least(targets.map(({ box }) => box.top / scale))),
    lowestContrast: Math.floor(least(texts.map(({ contrast }) => contrast)) * 100) / 100,
    clipped: [...new Set(clipped)],
  };
}
