import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';

const READER = new MultiFormatReader();
READER.setHints(
  new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128]],
    [DecodeHintType.TRY_HARDER, true],
  ]),
);

/** The code in one picture of the camera: payer codes and slips are QR, some apps also show Code 128. */
export function readFrame({ data, width, height }: ImageData): string | undefined {
  const grey = new Uint8ClampedArray(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    grey[at] = (red + 2 * green + blue) >> 2;
  }
  try {
    return READER.decodeWithState(
      new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height))),
    ).getText();
  } catch {
    // The library throws for every picture without a code.
    return undefined;
  }
}
