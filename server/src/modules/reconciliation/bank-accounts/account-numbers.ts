/**
 * Whether what a statement prints can be the account: the whole number, or its ends with stars or nothing between them
 * that are long enough to tell one account from another.
 */
export function isAccount(printed: string, accountNumber: string): boolean {
  const shown = printed.replaceAll(/[\s-]/g, '').replaceAll('＊', '*');
  if (shown === accountNumber) return true;
  if (!/^[\d*]+$/.test(shown) || !shown.includes('*')) return false;
  const [head = '', tail = ''] = [/^\d*/.exec(shown)?.[0], /\d*$/.exec(shown)?.[0]];
  if (tail.length < LEAST_TAIL) return false;
  return (
    accountNumber.length >= head.length + tail.length && accountNumber.startsWith(head) && accountNumber.endsWith(tail)
  );
}

const LEAST_TAIL = 4;
