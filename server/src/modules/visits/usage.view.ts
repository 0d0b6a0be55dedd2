import { businessDate } from '@louting/common/clock';
import { sql } from 'kysely';
import { FailureCodeSchema, PaymentMethodSchema } from '../../contract/kiosk-api.ts';
import { VISIT_LETTERS, VISIT_OUTCOMES, VISIT_WAYS, type Usage } from '../../contract/visits-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { DAY_MS, startOfBusinessDay } from '../admin-views/search.ts';

const HOUR_MS = 3_600_000;
/** Asia/Shanghai before UTC; it has no summer time. */
const SHANGHAI_MS = 8 * HOUR_MS;
const MOST_LISTED = 8;

/** Visits that are alike, counted by the database: a year of a fleet would not fit into memory row by row. */
type Group = Awaited<ReturnType<typeof groupsOf>>[number];

/** What the kiosks of these books were used for in the last days, today among them. */
export async function usageOf(books: ScopedBooks, days: number, now: number): Promise<Usage> {
  const since = startOfBusinessDay(businessDate(now)) - (days - 1) * DAY_MS;
  const [groups, hours] = await Promise.all([groupsOf(books, since), hoursOf(books, since)]);
  const visits = countIn(groups);
  const paid = (some: readonly Group[]) => countIn(some.filter(({ outcome }) => outcome === 'paid'));
  const unpaid = groups.filter(({ outcome }) => outcome === 'left' || outcome === 'failed');
  const used = (some: readonly Group[]) => ({
    visits: countIn(some),
    paid: paid(some),
    seconds: average(some, ({ seconds }) => seconds),
    touches: average(some, ({ touches }) => touches),
  });
  return {
    visits,
    outcomes: Object.fromEntries(
      VISIT_OUTCOMES.map((outcome) => [outcome, countIn(groups.filter((group) => group.outcome === outcome))]),
    ) as Usage['outcomes'],
    helped: countIn(groups.filter(({ helped }) => helped === 1)),
    steps: [
      { step: 'came', visits },
      { step: 'identified', visits: countIn(groups.filter(({ outcome }) => outcome !== 'not-identified')) },
      { step: 'method', visits: countIn(groups.filter(({ method }) => method !== null)) },
      { step: 'paid', visits: paid(groups) },
    ],
    ways: VISIT_WAYS.map((way) => ({ way, ...used(groups.filter((group) => group.way === way)) })),
    methods: PaymentMethodSchema.options.map((method) => ({
      method,
      ...used(groups.filter((group) => group.method === method)),
    })),
    letters: VISIT_LETTERS.map((letters) => ({
      letters,
      ...used(groups.filter((group) => group.letters === letters)),
    })),
    leftAt: mostOften(unpaid, ({ left_at: screen }) => screen).map(([screen, count]) => ({ screen, visits: count })),
    codes: mostOften(groups, ({ code }) => code).flatMap(([code, count]) => {
      const known = FailureCodeSchema.safeParse(code);
      return known.success ? [{ code: known.data, visits: count }] : [];
    }),
    days: byDay(hours, since, days),
    hours: Array.from({ length: 24 }, (_, hour) =>
      sum(hours.filter((one) => hourOf(one.hour) === hour).map((one) => Number(one.visits))),
    ),
  };
}

function groupsOf(books: ScopedBooks, since: number) {
  return books
    .visits()
    .where('visit.started_at', '>=', since)
    .groupBy(['way', 'letters', 'method', 'outcome', 'left_at', 'code', 'helped'])
    .select(({ fn }) => [
      'way',
      'letters',
      'method',
      'outcome',
      'left_at',
      'code',
      'helped',
      fn.countAll().as('visits'),
      fn.sum('seconds').as('seconds'),
      fn.sum('touches').as('touches'),
    ])
    .execute();
}

/** By the hour since the epoch, so that days and hours of the day come from one reading. */
function hoursOf(books: ScopedBooks, since: number) {
  const hour = sql<number>`started_at / ${sql.lit(HOUR_MS)}`;
  return books
    .visits()
    .where('visit.started_at', '>=', since)
    .groupBy(hour)
    .select(({ fn }) => [
      hour.as('hour'),
      fn.countAll().as('visits'),
      sql<number>`sum(case when outcome = 'paid' then 1 else 0 end)`.as('paid'),
    ])
    .execute();
}

type Hours = Awaited<ReturnType<typeof hoursOf>>;

function byDay(hours: Hours, since: number, days: number): Usage['days'] {
  return Array.from({ length: days }, (_, index) => {
    const from = since + index * DAY_MS;
    const ofDay = hours.filter(({ hour }) => {
      const at = hour * HOUR_MS;
      return at >= from && at < from + DAY_MS;
    });
    return {
      date: businessDate(from),
      visits: sum(ofDay.map(({ visits }) => Number(visits))),
      paid: sum(ofDay.map(({ paid }) => paid)),
    };
  });
}

function hourOf(hour: number): number {
  return Math.floor(((hour * HOUR_MS + SHANGHAI_MS) % DAY_MS) / HOUR_MS);
}

function countIn(groups: readonly Group[]): number {
  return sum(groups.map(({ visits }) => Number(visits)));
}

function average(groups: readonly Group[], of: (group: Group) => string | number | bigint): number {
  const total = sum(groups.map((group) => Number(of(group))));
  return Math.round((total / Math.max(1, countIn(groups))) * 10) / 10;
}

function mostOften(groups: readonly Group[], of: (group: Group) => string | null): (readonly [string, number])[] {
  return [...Map.groupBy(groups, of)]
    .flatMap(([name, some]) => (name === null ? [] : [[name, countIn(some)] as const]))
    .toSorted(([a, visits], [b, others]) => others - visits || a.localeCompare(b))
    .slice(0, MOST_LISTED);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
