import iconv from 'iconv-lite';
import type { NewSpeaker, Say } from './twin.ts';
import type { Payment } from './terminal.ts';

/** The gateway's side of the ChinaUMS records, field by field from the published layout. */
const CODE: Readonly<Record<NonNullable<Payment['reason']>, string>> = {
  declined: '05',
  insufficient: '51',
  'wrong-pin': '55',
  cancelled: 'X1',
  aborted: 'X1',
  'no-card': 'X2',
  'power-lost': 'X3',
};
const REQUEST_LENGTH = 59;
const CHINA_MS = 8 * 3_600_000;

export const chinaUmsSpeaker: NewSpeaker = (terminal) => {
  let say: Say = () => undefined;
  let rest = '';
  let sales = 0;

  const reply = (check: string, code: string, payment: Payment | undefined, to: Say = say): void => {
    const local = new Date((payment?.at ?? 0) + CHINA_MS).toISOString();
    const paid = payment && !payment.reason ? payment : undefined;
    const text = code === '00' ? '交易成功' : '交易失败';
    const padding = ' '.repeat(40 - iconv.encode(text, 'gb18030').length);
    const record = [
      code,
      paid ? '0103' : '    ',
      (paid ? '622848******1234' : '').padEnd(20),
      paid?.trace ?? '000000',
      String(payment?.amountFen ?? 0).padStart(12, '0'),
      `${text}${padding}`,
      '898310148160568',
      '12345678',
      '000001',
      payment ? local.slice(5, 7) + local.slice(8, 10) : '0000',
      payment ? local.slice(11, 19).replaceAll(':', '') : '000000',
      paid?.reference ?? ''.padStart(12),
      paid?.authorisation ?? ''.padStart(6),
      payment ? local.slice(5, 7) + local.slice(8, 10) : '0000',
      check,
    ].join('');
    to(iconv.encode(record, 'gb18030'), 'other');
  };

  const answer = (record: string): void => {
    const type = record.slice(16, 18);
    const amountFen = Number(record.slice(18, 30));
    const dateAndReference = record.slice(30, 50);
    const trace = record.slice(50, 56);
    const check = record.slice(56, 59);
    // The payment it is about is named in a void by its number only, and blank in everything else but a refund.
    if (dateAndReference.trim() !== '' || (type === '01' ? !/^\d{6}$/.test(trace) : trace.trim() !== '')) {
      return reply(check, '12', undefined);
    }
    switch (type) {
      case '00': {
        sales += 1;
        const whoAsked = say;
        const begun = terminal.begin(`sale-${sales}-${check}`, amountFen, (payment) =>
          reply(check, payment.reason ? CODE[payment.reason] : '00', payment, (bytes) => whoAsked(bytes, 'payment')),
        );
        return begun ? undefined : reply(check, 'X9', undefined);
      }
      case '01': {
        const whoAsked = say;
        return terminal.askHost(() =>
          reply(check, terminal.reverse(trace) === 'reversed' ? '00' : '25', undefined, whoAsked),
        );
      }
      case '04': {
        // Nothing may be told of the last payment while another is under way.
        if (terminal.current !== undefined) return reply(check, 'X9', undefined);
        const last = terminal.last();
        return reply(check, last ? '00' : '25', last);
      }
      case '05':
        return reply(check, '00', undefined);
      case '06': {
        const whoAsked = say;
        return terminal.askHost(() => {
          const facts = { trace: '000000', reference: ''.padStart(12), authorisation: ''.padStart(6), at: 0 };
          reply(check, '00', { id: 'total', amountFen: terminal.settle(), state: 'paid', ...facts }, (bytes) =>
            whoAsked(bytes, 'payment'),
          );
        });
      }
      default:
        return reply(check, '12', undefined);
    }
  };

  return {
    opened: () => {
      rest = '';
    },
    hear: (bytes, answerBy) => {
      say = answerBy;
      rest += Buffer.from(bytes).toString('latin1');
      while (rest.length >= REQUEST_LENGTH) {
        answer(rest.slice(0, REQUEST_LENGTH));
        rest = rest.slice(REQUEST_LENGTH);
      }
    },
  };
};
