import type { ClipLine } from './lines.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** CSV with a mark that tells spreadsheets it is UTF-8. */
export function tableToRecord(lines: readonly ClipLine[]): string {
  const rows = lines.map(({ id, text, when }) => [`${id}.wav`, text, when].map(quoted).join(','));
  return `\uFEFF${['file,text,when', ...rows].join('\r\n')}\r\n`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A page to read from in front of the microphone. */
export function pageToRead(language: string, lines: readonly ClipLine[]): string {
  const items = lines.map(
    ({ id, text, when }) =>
      `<li><strong>${escaped(text)}</strong><br><small>${escaped(id)} · ${escaped(when)}</small></li>`,
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>${language}: ${lines.length} lines</title>
<style>body { font: 28px/1.6 sans-serif; max-width: 40em; margin: 2em auto; } li { margin: 1em 0; } small { color: #555; }</style>
<h1>${language}</h1>
<p>One file a line, 16-bit WAV, mono, quiet room. Joined lines (number, unit, day, month) without melody at the end.</p>
<ol>${items.join('\n')}</ol>
</html>
`;
}
