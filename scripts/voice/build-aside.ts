import { spawn, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../stack/paths.ts';
import { isVoiceBuilt, planVoice } from './plan.ts';

export interface VoiceBuild {
  /** 0 when every clip is there. */
  readonly ended: Promise<number>;
  stop(): void;
}

/** Makes missing clips in a process of its own, which gives way to everything else. */
export function buildVoiceAside(): VoiceBuild | undefined {
  if (isVoiceBuilt(planVoice())) return undefined;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join('scripts', 'voice.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  giveWay(child);
  return {
    ended: new Promise((resolve) => {
      child.once('exit', (code) => resolve(code ?? 1));
      child.once('error', () => resolve(1));
    }),
    stop: () => child.kill(),
  };
}

function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is over already, or the system does not let us: then it is only less polite.
  }
}
