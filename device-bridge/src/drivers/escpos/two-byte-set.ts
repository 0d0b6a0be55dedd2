import iconv from 'iconv-lite';

/**
 * The characters a printer's Chinese font has: those whose GB 18030 code is one byte (ASCII) or two. Looked up for each
 * character of each receipt, so it is a table and not a call into the converter.
 */
const CODES = twoByteCodes();

/** The two-byte code of a UTF-16 unit, the unit itself for ASCII, 0 for what the font lacks. */
export function codeOf(unit: number): number {
  return unit < 0x80 ? unit : (CODES[unit] ?? 0);
}

function twoByteCodes(): Uint16Array {
  const codes = new Uint16Array(0x1_00_00);
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    const trails = Array.from({ length: 0xfe - 0x40 + 1 }, (_, index) => 0x40 + index).filter(
      (trail) => trail !== 0x7f,
    );
    const characters = iconv.decode(Uint8Array.from(trails.flatMap((trail) => [lead, trail])), 'gb18030');
    // Private-use code points stand for codes without a character.
    for (const [index, trail] of trails.entries()) {
      const unit = characters.charCodeAt(index);
      if (!(unit >= 0xe0_00 && unit <= 0xf8_ff) && unit !== 0xff_fd && codes[unit] === 0)
        codes[unit] = (lead << 8) | trail;
    }
  }
  return codes;
}
