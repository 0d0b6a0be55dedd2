import type { Subject, SubjectRow } from '../../contract/ledger-api.ts';
import type { VoucherProfile } from './profiles.ts';

/** What stands in front of a row's subject code, if anything. */
export function subjectProblem(
  profile: VoucherProfile,
  code: string,
  allCodes: ReadonlySet<string>,
): SubjectRow['problem'] {
  if (code === '') return 'missing';
  if (code.length > profile.longestSubject) return 'too-long';
  if (!profile.subjectPattern.test(code)) return 'not-a-code';
  const child = `${code}${profile.levelMark}`;
  for (const other of allCodes) {
    if (other !== code && other.startsWith(child)) return 'not-a-leaf';
  }
  return undefined;
}

/** Finds the subject of a line: the charge item's own, else the account's. */
export function subjectFinder(subjects: readonly Subject[]) {
  const byKey = new Map(subjects.map((subject) => [`${subject.accountCode} ${subject.itemCode}`, subject]));
  return (accountCode: string, itemCode: string): Subject | undefined =>
    byKey.get(`${accountCode} ${itemCode}`) ?? byKey.get(`${accountCode} `);
}
