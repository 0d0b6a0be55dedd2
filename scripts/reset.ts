import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitWith } from './checks/exit-with.ts';
import { projectRoot } from './stack/paths.ts';
import { runningInstance } from './stack/instance-lock.ts';

const stateDir = process.env.LOUTING_STATE_DIR ?? join(projectRoot, 'var');
const running = runningInstance(stateDir);
if (running !== undefined) exitWith(`Louting is running (process ${running}). Stop it with Ctrl-C first, then reset.`);

if (existsSync(stateDir)) {
  rmSync(stateDir, { recursive: true });
  console.log('All state is cleared. The next `npm start` seeds the demo community anew.');
} else {
  console.log('There is no state to clear.');
}
