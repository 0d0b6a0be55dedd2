// The bench over HTTP.

export async function read(what) {
  return (await fetch(`/api/${what}`)).json();
}

/** @returns `result`, or why it was `refused` */
export async function act(action, body) {
  const response = await fetch(`/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  return response.ok ? { result: answer.result } : { refused: answer.detail ?? answer.code };
}

/** The whole state with each change. */
export function listen(onNews, onLost) {
  const events = new EventSource('/api/events');
  events.addEventListener('message', (event) => onNews(JSON.parse(event.data)));
  events.addEventListener('error', onLost);
}
