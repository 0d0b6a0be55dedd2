import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EscposProfileSchema } from './escpos/profile.ts';
import { LineScannerProfileSchema } from './line-scanner/profile.ts';
import { readProfile } from './profile-file.ts';
import { TcpCardReaderProfileSchema } from './tcp-card-reader/profile.ts';

const DIRECTORY = new URL('../../profiles/', import.meta.url);
const SCHEMAS = {
  escpos: EscposProfileSchema,
  'line-scanner': LineScannerProfileSchema,
  'tcp-card-reader': TcpCardReaderProfileSchema,
} as const;

const files = readdirSync(DIRECTORY).filter((file) =>
  Object.keys(SCHEMAS).some((driver) => file.startsWith(`${driver}-`)),
);

describe('device profiles', () => {
  it.each(files)('%s fits its driver and is named after it', (file) => {
    const { driver } = JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8')) as { driver: keyof typeof SCHEMAS };
    const name = file.replace(/\.json$/, '');
    expect(readProfile(SCHEMAS[driver], name)).toMatchObject({ driver, name });
    expect(name.startsWith(`${driver}-`)).toBe(true);
  });

  it('a profile that is not there is one clear sentence', () => {
    expect(() => readProfile(EscposProfileSchema, 'escpos-none')).toThrow('there is no device profile escpos-none');
    expect(() => readProfile(EscposProfileSchema, '../package')).toThrow('not a profile name');
    expect(() => readProfile(EscposProfileSchema, 'line-scanner-presence')).toThrow(
      /^device profile line-scanner-presence/,
    );
  });
});
