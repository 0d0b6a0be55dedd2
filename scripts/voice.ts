import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitWith } from './checks/exit-with.ts';
import { projectRoot } from './stack/paths.ts';
import { buildVoice } from './voice/build-voice.ts';
import { clipLines, SPOKEN_LANGUAGES } from './voice/lines.ts';
import { pageToRead, tableToRecord } from './voice/lines-to-record.ts';
import { acceptRecordings, findRecordings, judgeRecordings } from './voice/recordings.ts';

/** `npm run voice`: makes the clips. `-- --list` writes what is to be recorded, `-- --lint` judges recordings. */
const [wish] = process.argv.slice(2);
const say = (line: string) => console.log(line);

switch (wish) {
  case undefined:
    say(`${await buildVoice(say)} clips made.`);
    break;
  case '--list':
    listLines();
    break;
  case '--lint':
    lintRecordings();
    break;
  case '--accept':
    acceptRecordings();
    say('Noted what the recordings say.');
    break;
  default:
    exitWith('npm run voice [-- --list | --lint | --accept]');
}

function listLines(): void {
  const folder = join(projectRoot, 'var', 'voice');
  mkdirSync(folder, { recursive: true });
  for (const language of SPOKEN_LANGUAGES) {
    const lines = clipLines(language);
    writeFileSync(join(folder, `${language}.csv`), tableToRecord(lines));
    writeFileSync(join(folder, `${language}.html`), pageToRead(language, lines));
    say(`${language}: ${lines.length} lines → ${join(folder, `${language}.csv`)}, .html`);
  }
}

function lintRecordings(): void {
  let wrong = 0;
  for (const language of SPOKEN_LANGUAGES) {
    const { stale, unaccepted, unknown, missing } = judgeRecordings(clipLines(language), findRecordings(language));
    for (const [fault, ids] of Object.entries({ stale, unaccepted, unknown })) {
      wrong += ids.length;
      for (const id of ids) say(`${language} ${fault}: ${id}`);
    }
    say(`${language}: ${missing.length} lines are spoken by the machine`);
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}
