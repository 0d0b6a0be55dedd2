import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  agreementKey,
  agreementKeyOfSigner,
  agreementPublicOfSigner,
  maintenanceAnswer,
  MAINTENANCE_ANSWER,
  publicHalf,
} from './maintenance-answer.ts';

it('office and kiosk come to the same answer, and no other kiosk and no other question does', () => {
  const office = agreementKey(randomBytes(32));
  const kiosks = Array.from({ length: 4 }, () => generateKeyPairSync('ed25519').privateKey);
  const answers = kiosks.flatMap((kiosk) =>
    ['000000', '407912'].map((question) => {
      const atKiosk = maintenanceAnswer(agreementKeyOfSigner(kiosk), publicHalf(office), question);
      expect(maintenanceAnswer(office, agreementPublicOfSigner(publicHalf(kiosk)), question)).toBe(atKiosk);
      expect(atKiosk).toMatch(MAINTENANCE_ANSWER);
      return atKiosk;
    }),
  );
  expect(new Set(answers).size).toBe(8);
});

it('makes two halves of one key of the first pair of RFC 8032', () => {
  const d = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const signer = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
  const key = agreementKeyOfSigner(keyOf(d));
  expect(agreementPublicOfSigner(signer.toString('base64url'))).toBe(publicHalf(key));
});

function keyOf(seed: Buffer) {
  return createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
}
