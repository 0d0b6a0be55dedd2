import { columnName } from '../file-reading/columns.ts';
import type { BankProfile } from './bank-profile.ts';
import { abc } from './profiles/abc.ts';
import { boc } from './profiles/boc.ts';
import { bocom } from './profiles/bocom.ts';
import { ccb } from './profiles/ccb.ts';
import { cmb } from './profiles/cmb.ts';
import { icbc } from './profiles/icbc.ts';

const BANK_PROFILES: readonly BankProfile[] = [icbc, boc, cmb, abc, bocom, ccb];

/**
 * The bank whose header this row is. Where the names would fit several, the one that preamble or file name speak of.
 * @param context text before the header, and the file's name
 */
export function profileOfHeader(cells: readonly string[], context: string): BankProfile | undefined {
  const present = new Set(cells.map(columnName));
  const fitting = BANK_PROFILES.filter(({ header }) =>
    header.every((names) => names.some((name) => present.has(columnName(name)))),
  );
  return fitting.find(({ names }) => names.some((name) => context.toLowerCase().includes(name))) ?? fitting[0];
}

/** For staff whose file no profile knows. */
export function describeProfiles(): string {
  return BANK_PROFILES.map(({ bank, header }) => `${bank} (${header.map(([name]) => name).join(', ')})`).join('; ');
}
