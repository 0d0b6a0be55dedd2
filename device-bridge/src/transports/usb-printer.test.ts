import { expect, test } from 'vitest';
import { usbPrinterTransport, type PrinterFile } from './usb-printer.ts';

/** What the kernel's printer class answers, call by call; `usblp.c` for O_NONBLOCK. */
class DeviceFile implements PrinterFile {
  readonly taken: number[] = [];
  /** Bytes taken by each write to come, or the error it ends with; then everything is taken. */
  writes: (number | 'EAGAIN' | 'ENODEV')[] = [];
  says: (number[] | 'ENODEV')[] = [];
  open = true;

  read = async (room: Uint8Array): Promise<{ bytesRead: number }> => {
    const said = this.says.shift();
    if (said === undefined) throw kernelError('EAGAIN');
    if (said === 'ENODEV') throw kernelError(said);
    room.set(said);
    return { bytesRead: said.length };
  };

  write = async (bytes: Uint8Array, offset: number): Promise<{ bytesWritten: number }> => {
    const takes = this.writes.shift() ?? bytes.length;
    if (typeof takes === 'string') throw kernelError(takes);
    const part = bytes.slice(offset, offset + takes);
    this.taken.push(...part);
    return { bytesWritten: part.length };
  };

  close = async (): Promise<void> => {
    this.open = false;
  };
}

function kernelError(code: string): Error {
  return Object.assign(new Error(`${code}: usblp`), { code });
}

async function openLine(file: DeviceFile) {
  const line = await usbPrinterTransport({ path: '/dev/usb/lp0' }, async () => file).open();
  const heard: number[] = [];
  line.onData((bytes) => heard.push(...bytes));
  return { line, heard };
}

test('a printer that takes a job in pieces, and none at all while it has no paper, gets it whole and in order', async () => {
  const file = new DeviceFile();
  file.writes = [3, 'EAGAIN', 'EAGAIN', 0, 1];
  const { line } = await openLine(file);
  await Promise.all([line.write(Uint8Array.of(1, 2, 3, 4, 5, 6)), line.write(Uint8Array.of(7, 8))]);
  expect(file.taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await line.close();
  expect(file.open).toBe(false);
  await expect(line.write(Uint8Array.of(9))).rejects.toThrow('closed by us');
});

test.each(['read', 'written to'])('pulled off while it is %s: told once, and its file is let go', async (how) => {
  const file = new DeviceFile();
  if (how === 'read') file.says = [[0x12], 'ENODEV'];
  else file.writes = [2, 'ENODEV'];
  const { line, heard } = await openLine(file);
  const reasons: string[] = [];
  line.onClose((reason) => reasons.push(reason));
  const written = line.write(Uint8Array.of(1, 2, 3)).catch(String);
  await expect.poll(() => reasons).toEqual(['ENODEV: usblp']);
  await expect.poll(() => file.open).toBe(false);
  if (how === 'read') expect(heard).toEqual([0x12]);
  else expect(await written).toBe('Error: ENODEV: usblp');
  await line.close();
  expect(reasons).toHaveLength(1);
});

test('somebody else has it: a plain reason', async () => {
  const busy = usbPrinterTransport({ path: '/dev/usb/lp0' }, () => Promise.reject(kernelError('EBUSY')));
  await expect(busy.open()).rejects.toThrow('EBUSY');
  await expect(usbPrinterTransport({ path: '/dev/usb/no-lp' }).open()).rejects.toThrow('/dev/usb/no-lp');
});
