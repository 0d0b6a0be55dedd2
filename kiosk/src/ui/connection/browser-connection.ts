import { Connection } from './connection.ts';

/** The connection of this page to the service that served it. */
export function connectToService(): Connection {
  const url = new URL('/ui', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Connection({
    open: ({ opened, received, closed }) => {
      const socket = new WebSocket(url);
      socket.addEventListener('open', opened);
      socket.addEventListener('message', ({ data }) => received(data));
      socket.addEventListener('close', closed);
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    after: (milliseconds, task) => {
      const timer = window.setTimeout(task, milliseconds);
      return () => window.clearTimeout(timer);
    },
  });
}
