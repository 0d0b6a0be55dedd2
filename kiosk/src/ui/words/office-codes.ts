/**
 * Codes that only the portal tells: counting cash in the office (LT-2304 to 2324), reconciliation (LT-27xx), closing,
 * deposits and vouchers (LT-28xx but what owners pay without a bill), logging in (LT-60xx). A kiosk that met one all the
 * same would say what it says of any code it does not know, so their words need not be in what it loads first.
 */
const OFFICE_ONLY = /^LT-(?:27\d\d|280\d|281[1-4]|282[3-5]|60\d\d|230[4-9]|231\d|232[0-4])$/;

export function isOfficeOnly(code: string): boolean {
  return OFFICE_ONLY.test(code);
}
