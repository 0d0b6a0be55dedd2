import type { FastifyInstance } from 'fastify';

/** A page that a phone opens from a code on paper or screen: one card, large letters, nothing from elsewhere. */
export function publicPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body{font:18px/1.6 "Noto Sans SC","PingFang SC",sans-serif;background:#fbf7ef;color:#1e2a2e;margin:0 auto;max-width:32rem;padding:1.5rem}
h1{color:#1b5e2a;font-size:1.5rem}table{width:100%;border-collapse:collapse}
th{text-align:left;font-weight:500;color:#46545a;white-space:nowrap;padding:.4rem 1rem .4rem 0}td{padding:.4rem 0}
tr{border-bottom:1px solid #d9d2c3}
label{display:block;margin:1rem 0 .3rem;font-weight:500}
input[type=text],input[type=email]{width:100%;box-sizing:border-box;font:inherit;padding:.7rem;border:1px solid #8a8270;border-radius:.5rem;background:#fff}
fieldset{border:0;padding:0;margin:0}.kind{display:flex;gap:1rem}.kind label{flex:1;margin:0;padding:.8rem;border:1px solid #8a8270;border-radius:.5rem;background:#fff}
button,.file{display:block;width:100%;box-sizing:border-box;margin-top:1rem;padding:1rem;border:0;border-radius:.6rem;background:#1b5e2a;color:#fff;font:inherit;font-size:1.2rem;text-align:center;text-decoration:none}
button.second{background:#fff;color:#1e2a2e;border:1px solid #8a8270;font-size:1rem}
.problem{background:#fdeceb;border-left:.4rem solid #b3261e;padding:.8rem 1rem;border-radius:.3rem}
form:has(#personal:checked) .company{display:none}
</style></head><body>${body}</body></html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Lets the pages of a plugin take their forms, and keeps them out of caches, search engines and foreign logs. */
export function servePrivatePages(plugin: FastifyInstance, bodyLimit: number): void {
  plugin.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  plugin.addHook('onSend', async (_request, reply) => {
    void reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .header('referrer-policy', 'same-origin');
  });
}
