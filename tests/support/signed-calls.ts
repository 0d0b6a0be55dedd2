import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import { EnrolmentSchema } from '@louting/server/contract/kiosk-api';
import { signRequest, type SignatureHeaders } from '@louting/server/contract/request-signature';

export interface SignedCall {
  readonly url: string;
  readonly body: string;
  readonly headers: SignatureHeaders;
}

export interface Answer {
  readonly status: number;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Requests in the name of a kiosk whose key lies in `kioskStateDir`, as it or a thief would make them. */
export class SignedCalls {
  private readonly server: string;
  private readonly kioskStateDir: string;

  constructor(server: string, kioskStateDir: string) {
    this.server = server;
    this.kioskStateDir = kioskStateDir;
  }

  sign(path: string, content: object): SignedCall {
    const { keyId } = EnrolmentSchema.parse(JSON.parse(this.file('enrolment.json')));
    const url = `${this.server}/kiosk/v1/${path}`;
    const body = JSON.stringify(content);
    const privateKey = createPrivateKey(this.file('kiosk-key.pem'));
    const headers = signRequest({ method: 'POST', url, body, privateKey, keyId, created: Date.now(), nonce: newId() });
    return { url, body, headers };
  }

  async send({ url, body, headers }: SignedCall): Promise<Answer> {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(url, { method: 'POST', headers: all, body });
    return { status: response.status, content: (await response.json()) as Answer['content'] };
  }

  call(path: string, content: object): Promise<Answer> {
    return this.send(this.sign(path, content));
  }

  private file(name: string): string {
    return readFileSync(join(this.kioskStateDir, name), 'utf8');
  }
}
