import { readFileSync } from 'node:fs';

type Words = Readonly<Record<string, { readonly owner: { readonly title: string; readonly action: string } }>>;

const FILE = new URL('../../assets/locales/zh-CN/failures.json', import.meta.url);
const words = JSON.parse(readFileSync(FILE, 'utf8')) as Words;

/** The sentence that the screen shows for a failure code. */
export function ownerTitle(code: string): string {
  const found = words[code];
  if (!found) throw new Error(`no words for ${code}`);
  return found.owner.title;
}
