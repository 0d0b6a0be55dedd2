/** Ends the command with one clear sentence that says what to do; 78 is EX_CONFIG of sysexits.h. */
export function exitWith(sentence: string): never {
  console.error(`\nlouting: ${sentence}\n`);
  process.exit(78);
}
