import { type Discrepancy, compare } from './accounts.ts';
import { CrashWorld } from './crash-world.ts';
import { type Journey, JOURNEYS, KILLED } from './journeys.ts';
import type { CrashPoint } from './points.ts';
import { killScreenAtEachStep } from './screen-kills.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';

/**
 * Pulls the plug of kiosk service, bridge, server and screen at every fail point of each journey, one after another, and
 * compares the acceptor's box, the channel and the books after each. Prints one JSON object with `--json`; `--sample`
 * tries a spread of the points, above all those that no journey before has passed, for the everyday test run.
 */
const AT_MOST_OWED_FEN = 60_000;
const LEAST_SAMPLE = 3;
/** What a journey passes again and again, as commits and polls, teaches nothing new by then. */
const MOST_OCCURRENCES = 6;
/** Passed when their time has come, whatever the owner does. */
const BY_THE_CLOCK = /heartbeat|^invoice(-platform)?\./;

interface Failure {
  readonly journey: string;
  readonly point: string;
  readonly problem: string;
}

const asJson = process.argv.includes('--json');
const sampleOnly = process.argv.includes('--sample');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const say = (line: string) => (asJson ? undefined : console.log(line));

const world = await CrashWorld.open();
const cards = giveTestCards(world.serverStateDir, 900, AT_MOST_OWED_FEN);
const failures: Failure[] = [];
const sampledNames = new Set<string>();
let points = 0;
let runs = 0;
let lostFen = 0;
let doubledFen = 0;

try {
  for (const journey of JOURNEYS) {
    const passed = await pointsOf(journey);
    const chosen = sampleOnly ? sampleOf(passed, journey.sample) : passed;
    say(`${journey.name}: ${passed.length} fail points, ${chosen.length} tried`);
    for (const point of chosen) await tryPoint(journey, point);
  }
  if (!only) {
    const screens = await killScreenAtEachStep(world, () => nextCard());
    points += screens.points;
    runs += screens.points;
    failures.push(...screens.failures);
    say(`screen: killed at ${screens.points} steps`);
  }
} finally {
  await world.close();
}

const result = { points, runs, lostFen, doubledFen, failures };
if (asJson) console.log(JSON.stringify(result));
else {
  for (const failure of failures) console.log(`✗ ${failure.journey} · ${failure.point} · ${failure.problem}`);
  console.log(
    `${points} points, ${runs} runs, lost ${lostFen} fen, doubled ${doubledFen} fen, ${failures.length} failures`,
  );
}
process.exit(failures.length === 0 && lostFen === 0 && doubledFen === 0 && points > 0 ? 0 : 1);

/** One undisturbed journey shows which points it passes. */
async function pointsOf(journey: Journey): Promise<CrashPoint[]> {
  for (const process of KILLED) world.failPoints.forgetHits(process);
  await journey.run(world, nextCard());
  return journey.killed
    .flatMap((process) => world.failPoints.pointsPassed(process))
    .filter(
      ({ process, name, occurrence }) =>
        !BY_THE_CLOCK.test(name) && occurrence <= MOST_OCCURRENCES && (!only || `${process} ${name}`.includes(only)),
    );
}

async function tryPoint(journey: Journey, point: CrashPoint): Promise<void> {
  const before = await world.witnesses();
  const startedAt = Date.now();
  world.failPoints.arm(point);
  let problem: string | undefined;
  try {
    await journey.run(world, nextCard());
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const killed = world.failPoints.disarm(point);
  const found: Discrepancy = compare(before, await world.witnesses());
  runs += 1;
  if (killed) points += 1;
  lostFen += found.lostFen;
  doubledFen += found.doubledFen;
  const name = `${point.process} ${point.name} #${point.occurrence}`;
  for (const each of [...(problem ? [problem] : []), ...found.problems]) {
    failures.push({ journey: journey.name, point: name, problem: each });
    say(`  ✗ ${name}: ${each}`);
  }
  say(
    `  ${killed ? '·' : '–'} ${name} ${((Date.now() - startedAt) / 1000).toFixed(1)} s${killed ? '' : ' (not passed this time)'}`,
  );
}

function sampleOf(passed: readonly CrashPoint[], most: number): CrashPoint[] {
  const fresh = passed.filter(isNew);
  return fresh.length < LEAST_SAMPLE ? spread(passed, LEAST_SAMPLE) : spread(fresh, most);
}

/** No journey before has passed it: one occurrence each is enough for a sample. */
function isNew({ process, name }: CrashPoint): boolean {
  const known = sampledNames.has(`${process} ${name}`);
  sampledNames.add(`${process} ${name}`);
  return !known;
}

function nextCard(): TestCard {
  const card = cards.shift();
  if (!card) throw new Error('no household is left that owes little enough');
  return card;
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] as T);
}
