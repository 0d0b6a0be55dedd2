import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BILL_PROTOCOLS, BillAcceptorProfileSchema } from './bill-acceptor/profile.ts';
import { EscposProfileSchema } from './escpos/profile.ts';
import { parseProfile, readProfile } from './profile-file.ts';
import { PROFILE_SCHEMAS } from './profile-schemas.ts';

const DIRECTORY = new URL('../../profiles/', import.meta.url);

const files = readdirSync(DIRECTORY);

describe('device profiles', () => {
  it.each(files)('%s fits its driver and is named after it', (file) => {
    const { driver } = JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8')) as {
      driver: keyof typeof PROFILE_SCHEMAS;
    };
    const name = file.replace(/\.json$/, '');
    expect(readProfile(PROFILE_SCHEMAS[driver], name)).toMatchObject({ driver, name });
    expect(name.startsWith(`${driver}-`)).toBe(true);
    const text = readFileSync(new URL(file, DIRECTORY), 'utf8').replace('{', '{"colour":"grey",');
    expect(() => parseProfile(PROFILE_SCHEMAS[driver], name, text)).toThrow('colour');
  });

  it.each(BILL_PROTOCOLS)('a site may name only the protocol %s', (protocol) => {
    expect(readProfile(BillAcceptorProfileSchema, `${protocol}-generic`).driver).toBe(protocol);
  });

  it.each([
    ['EBDS on eight bits', 'ebds-generic', { line: { baudRate: 9_600, dataBits: 8, parity: 'even', stopBits: 1 } }],
    ['ID-003 without parity', 'id003-generic', { line: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } }],
    ['SSP that lets go of a note', 'ssp-generic', { holdMs: undefined }],
    ['a setting nobody reads', 'ccnet-generic', { colour: 'grey' }],
  ])('%s does not pass', (_, name, change) => {
    const good = readProfile(BillAcceptorProfileSchema, name);
    expect(BillAcceptorProfileSchema.safeParse({ ...good, ...change }).success).toBe(false);
  });

  it('a profile that is not there is one clear sentence', () => {
    expect(() => readProfile(EscposProfileSchema, 'escpos-none')).toThrow('there is no device profile escpos-none');
    expect(() => readProfile(EscposProfileSchema, '../package')).toThrow('not a profile name');
    expect(() => readProfile(EscposProfileSchema, 'line-scanner-presence')).toThrow(
      /^device profile line-scanner-presence/,
    );
  });
});
