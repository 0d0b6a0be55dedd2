import type { FastifyReply } from 'fastify';
import type { CallBehaviour } from './misbehaviour.ts';

/** What the gateway has to say, before it is signed. */
export interface PlainAnswer {
  readonly status: number;
  /** Undefined for an empty body. */
  readonly content: Readonly<Record<string, unknown>> | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answering {
  /** Does what was asked; money moves here. */
  readonly act: () => PlainAnswer;
  readonly systemError: PlainAnswer;
  /** @param tamper makes the signature not fit · halve cuts the text in two before it is signed */
  readonly encode: (answer: PlainAnswer, fault?: 'tamper' | 'halve') => WireAnswer;
}

/** Answers one call, well or as badly as it was told to. */
export async function answerCall(
  reply: FastifyReply,
  behaviour: CallBehaviour | undefined,
  gateway: Answering,
): Promise<FastifyReply> {
  switch (behaviour?.kind) {
    case 'silent':
      if (behaviour.takesEffect) gateway.act();
      return reply.hijack();
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, behaviour.ms).unref());
      return send(reply, gateway.encode(gateway.act()));
    case 'system-error':
      if (behaviour.takesEffect) gateway.act();
      return send(reply, gateway.encode(gateway.systemError));
    case 'bad-gateway':
      return send(reply, { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502 Bad Gateway</h1>' });
    case 'wrong-signature':
      return send(reply, gateway.encode(gateway.act(), 'tamper'));
    case 'malformed':
      return send(reply, gateway.encode(gateway.act(), 'halve'));
    case 'other-order':
      return send(reply, gateway.encode(aboutAnotherOrder(gateway.act())));
    case 'answer-twice':
      return sendTwice(reply, gateway.encode(gateway.act()));
    default:
      return send(reply, gateway.encode(gateway.act()));
  }
}

function send(reply: FastifyReply, answer: WireAnswer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function sendTwice(reply: FastifyReply, answer: WireAnswer): FastifyReply {
  reply.hijack();
  const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const message = `HTTP/1.1 ${answer.status} Answer\r\n${head.join('')}\r\n${answer.body}`;
  reply.raw.socket?.end(message + message);
  return reply;
}

function aboutAnotherOrder(answer: PlainAnswer): PlainAnswer {
  return { ...answer, content: { ...answer.content, out_trade_no: 'OTHERORDER000001' } };
}
