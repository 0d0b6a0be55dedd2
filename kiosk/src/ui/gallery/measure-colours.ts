type Colour = readonly [number, number, number, number];

const SPELT = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const known = new Map<string, Colour>();

/** Whatever CSS calls a colour, as sRGB and alpha. */
function colour(text: string): Colour {
  let found = known.get(text);
  if (found === undefined) {
    const parts = (text.match(/[\d.]+/g) ?? []).map(Number);
    if (text.startsWith('rgb') && parts.length >= 3) {
      const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
      found = [red, green, blue, alpha];
    } else {
      if (SPELT === null) throw new Error('no canvas');
      SPELT.clearRect(0, 0, 1, 1);
      SPELT.fillStyle = text;
      SPELT.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = SPELT.getImageData(0, 0, 1, 1).data;
      found = [red, green, blue, alpha / 255];
    }
    known.set(text, found);
  }
  return found;
}

function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio of two opaque colours. */
function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function groundOf(element: Element | null): Colour {
  for (let at = element; at !== null; at = at.parentElement) {
    const found = colour(getComputedStyle(at).backgroundColor);
    if (found[3] === 1) return found;
  }
  return [255, 255, 255, 1];
}

/** Of the letters of `element` on what lies behind them. */
export function contrastOfText(element: Element): number {
  return contrast(colour(getComputedStyle(element).color), groundOf(element));
}

/** How well the outline of `element` stands out from what is around it: by its border, else by its fill. */
export function contrastOfOutline(element: Element): number {
  const style = getComputedStyle(element);
  const around = groundOf(element.parentElement);
  const fill = colour(style.backgroundColor);
  const byFill = fill[3] === 1 ? contrast(fill, around) : 1;
  const bordered = Number.parseFloat(style.borderLeftWidth) > 0 && style.borderLeftStyle !== 'none';
  return bordered ? Math.max(byFill, contrast(colour(style.borderLeftColor), around)) : byFill;
}
