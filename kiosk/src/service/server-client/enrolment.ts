import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '@louting/common/result';
import { EnrolmentSchema, type Enrolment, type KioskConfiguration } from '@louting/server/contract/kiosk-api';
import { rawPublicKey } from '@louting/server/contract/request-signature';
import { enrol } from './server-client.ts';

/** The only secret of a kiosk: its signing key, made here on the first start and never sent anywhere. */
export interface KioskIdentity {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** As last told by the server: lets an offline kiosk show its name and phone number. */
  readonly configuration: KioskConfiguration;
}

export interface EnrolmentOptions {
  readonly serverUrl: string;
  readonly stateDirectory: string;
  /** One-time code from the portal; needed once. */
  readonly enrolmentCode: string | undefined;
  /** Read when `enrolmentCode` is not set: the bare code, or `{"code": …}`. */
  readonly enrolmentCodeFile: string | undefined;
}

/**
 * The kiosk's identity, enrolling it when it has none.
 * LT-5004 no code yet · LT-4001 code refused · LT-5001 server not reached: all may be tried again.
 */
export async function identityOfKiosk(options: EnrolmentOptions): Promise<Result<KioskIdentity>> {
  const privateKey = signingKey(options.stateDirectory);
  const stored = readEnrolment(options.stateDirectory);
  if (stored) return ok({ ...stored, privateKey });

  const code = enrolmentCode(options);
  if (code === undefined) return failed('LT-5004');
  const answer = await enrol(options.serverUrl, { code, publicKey: rawPublicKey(privateKey) });
  if (!answer.ok) return answer;
  rememberEnrolment(options.stateDirectory, answer.value);
  return ok({ ...answer.value, privateKey });
}

export function rememberEnrolment(stateDirectory: string, enrolment: Enrolment): void {
  const { keyId, configuration } = enrolment;
  writePrivately(join(stateDirectory, 'enrolment.json'), `${JSON.stringify({ keyId, configuration }, null, 2)}\n`);
}

function readEnrolment(stateDirectory: string): Enrolment | undefined {
  const file = join(stateDirectory, 'enrolment.json');
  return existsSync(file) ? EnrolmentSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function enrolmentCode({ enrolmentCode, enrolmentCodeFile }: EnrolmentOptions): string | undefined {
  if (enrolmentCode !== undefined) return enrolmentCode;
  if (enrolmentCodeFile === undefined || !existsSync(enrolmentCodeFile)) return undefined;
  const content = readFileSync(enrolmentCodeFile, 'utf8').trim();
  const code = content.startsWith('{') ? (JSON.parse(content) as { readonly code?: unknown }).code : content;
  return typeof code === 'string' && code !== '' ? code : undefined;
}

function signingKey(stateDirectory: string): KeyObject {
  const file = join(stateDirectory, 'kiosk-key.pem');
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync('ed25519');
  writePrivately(file, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  return privateKey;
}

/** Whole or not at all, readable by the kiosk's user alone. */
function writePrivately(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
