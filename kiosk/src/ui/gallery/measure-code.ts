/** The payment code as a camera would see it. */
export interface CodePicture {
  /** Side in screen pixels. */
  readonly width: number;
  /** Side in modules, quiet zone included. */
  readonly modules: number;
  /** RGBA. */
  readonly pixels: readonly number[];
}

/** Paints the drawn QR code into pixels, for the visual tests to read it back. */
export async function measureCode(): Promise<CodePicture> {
  const picture = document.querySelector('.qr-code');
  if (!(picture instanceof SVGElement)) throw new Error('no code is drawn');
  const width = Math.round(picture.getBoundingClientRect().width);
  const modules = Number(picture.getAttribute('viewBox')?.split(' ')[2]);
  const copy = picture.cloneNode(true) as SVGElement;
  const drawn = [...picture.children];
  [...copy.children].forEach((part, index) => {
    const original = drawn[index];
    if (original !== undefined) part.setAttribute('fill', getComputedStyle(original).fill);
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(width));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
  await image.decode();
  const pen = new OffscreenCanvas(width, width).getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.drawImage(image, 0, 0);
  return { width, modules, pixels: [...pen.getImageData(0, 0, width, width).data] };
}
