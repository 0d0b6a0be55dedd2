import { Connection, type Socket } from './connection.ts';

/** The connection of this page to the service that served it. */
export function connectToService(): Connection {
  const url = new URL('/ui', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Connection({
    open: () => new WebSocket(url) as Socket,
    after: (milliseconds, task) => {
      const timer = window.setTimeout(task, milliseconds);
      return () => window.clearTimeout(timer);
    },
  });
}
