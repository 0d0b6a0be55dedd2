import { expect, it, vi } from 'vitest';
import { patience } from './patience.ts';

it('a machine that is busy elsewhere longer than a device may take has not heard yet what it said, and waits on', async () => {
  const over = vi.fn();
  const end = patience(200, over);
  for (const until = performance.now() + 250; performance.now() < until;);
  await new Promise((heard) => setImmediate(heard));
  expect(over).not.toHaveBeenCalled();
  await expect.poll(() => over.mock.calls, { timeout: 5_000 }).toHaveLength(1);
  end();
  const ended = vi.fn();
  patience(4, ended)();
  await new Promise((later) => setTimeout(later, 10));
  expect(ended).not.toHaveBeenCalled();
});
