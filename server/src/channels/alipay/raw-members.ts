/**
 * The gateway signs the characters of one member of its answer as they were sent; parsing and writing them again would
 * change them. This cuts the members out of the raw text.
 * @returns raw JSON text by member name, or undefined when the text is not one JSON object, or names a member twice:
 * a doubled member would let the verified text and the read text differ.
 */
export function rawMembers(text: string): ReadonlyMap<string, string> | undefined {
  if (!isJsonObject(text)) return undefined;
  const members = new Map<string, string>();
  let position = text.indexOf('{') + 1;
  for (;;) {
    const nameStart = text.indexOf('"', position);
    if (nameStart === -1) return members;
    const nameEnd = endOfString(text, nameStart);
    const name = JSON.parse(text.slice(nameStart, nameEnd)) as string;
    const valueStart = text.indexOf(':', nameEnd) + 1;
    const valueEnd = endOfValue(text, valueStart);
    if (members.has(name)) return undefined;
    members.set(name, text.slice(valueStart, valueEnd).trim());
    position = valueEnd + 1;
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** @returns index after the closing quote of the string that starts at `start` */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

/** @returns index of the comma or brace that ends the value */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length;) {
    const character = text[index];
    if (character === '"') {
      index = endOfString(text, index);
      continue;
    }
    if (depth === 0 && (character === ',' || character === '}')) return index;
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    index += 1;
  }
  return text.length;
}
