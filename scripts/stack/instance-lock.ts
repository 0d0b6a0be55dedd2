import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (stateDir: string) => join(stateDir, 'louting.pid');

/** The process id of a live instance on this state folder; a left-over file of a dead one does not count. */
export function runningInstance(stateDir: string): number | undefined {
  const file = fileIn(stateDir);
  if (!existsSync(file)) return undefined;
  const processId = Number(readFileSync(file, 'utf8'));
  if (!Number.isInteger(processId) || processId <= 0) return undefined;
  try {
    process.kill(processId, 0);
    return processId;
  } catch {
    return undefined;
  }
}

/** Returns the release function. */
export function takeInstanceLock(stateDir: string): () => void {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(fileIn(stateDir), String(process.pid));
  return () => rmSync(fileIn(stateDir), { force: true });
}
