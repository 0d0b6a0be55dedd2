const PARTS = 4;

/**
 * Gives a device `ms` to answer, and then says so. While this process gets no turn (a crowded machine, a slow disk) what
 * the device has said waits unread: such a pause costs one part of the patience and not all of it, and what has come is
 * read before the device is given up.
 * @returns ends the wait
 */
export function patience(ms: number, over: () => void): () => void {
  let timer: NodeJS.Timeout;
  let last: NodeJS.Immediate | undefined;
  let left = PARTS;
  const wait = (): void => {
    timer = setTimeout(() => {
      left -= 1;
      if (left > 0) wait();
      else last = setImmediate(over);
    }, ms / PARTS);
  };
  wait();
  return () => {
    clearTimeout(timer);
    clearImmediate(last);
  };
}
