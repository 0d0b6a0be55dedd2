/**
 * Codes that only the portal tells: counting cash in the office (LT-2304 to 2324, 2326), refunds made there (LT-251x),
 * reconciliation (LT-27xx), closing, deposits and vouchers (LT-28xx but what owners pay without a bill), what the office
 * lays down about cars (LT-2867 to 2869), readings typed there (LT-7005, 7006, 7008), logging in (LT-60xx). A kiosk that met one all the
 * same would say what it says of any code it does not know, so their words need not be in what it loads first.
 */
const OFFICE_ONLY = /^LT-(?:27\d\d|280\d|281[1-4]|282[3-5]|286[7-9]|60\d\d|230[4-9]|231\d|232[0-46]|251\d|700[568])$/;

export function isOfficeOnly(code: string): boolean {
  return OFFICE_ONLY.test(code);
}
