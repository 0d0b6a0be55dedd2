const BANK_OF_BIC: Readonly<Record<string, string>> = {
  ICBK: 'ICBC',
  BKCH: 'BOC',
  CMBC: 'CMB',
  ABOC: 'ABC',
  COMM: 'BoCom',
  PCBC: 'CCB',
};

/** Our short name of a bank, by the first four letters of its BIC; the letters themselves for one we have no name for. */
export function bankOfBic(bic: string): string {
  const letters = bic.slice(0, 4).toUpperCase();
  return BANK_OF_BIC[letters] ?? letters;
}
