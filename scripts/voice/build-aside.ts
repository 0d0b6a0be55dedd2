import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { giveWay } from '../checks/give-way.ts';
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
  giveWay(child, 'below');
  return {
    ended: new Promise((resolve) => {
      child.once('exit', (code) => resolve(code ?? 1));
      child.once('error', () => resolve(1));
    }),
    stop: () => child.kill(),
  };
}
