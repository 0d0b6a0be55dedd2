import { expect, test } from 'vitest';
import { openTcpSocket } from '../../simulators/tcp-socket.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import { createLcusRelay, switchChannel } from './lcus.ts';

test('a line that breaks while the supply is off: it is switched on again over a new one, and at the next start', async () => {
  const heard: string[] = [];
  const board = await openTcpSocket(0, (line) => {
    line.onData((bytes) => {
      heard.push(Buffer.from(bytes).toString('hex'));
      if (heard.length === 1) void board.unplug().then(() => setTimeout(() => void board.replug(), 100));
    });
  });
  const [off, on] = [true, false].map((open) => Buffer.from(switchChannel(2, open)).toString('hex'));
  const relay = createLcusRelay(tcpTransport({ host: '127.0.0.1', port: board.port() }), 2, 60);
  await relay.cycle();
  await expect.poll(() => heard).toEqual([off, on]);
  await relay.restore();
  await expect.poll(() => heard).toEqual([off, on, on]);
  await board.close();
});
