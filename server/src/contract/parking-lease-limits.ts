/** What a lease may say; without a schema library, for forms as well. */

/** By law no lease is longer than twenty years (民法典 第七百零五条). */
export const LONGEST_LEASE_MONTHS = 240;
/** Months begin on a day that every month has. */
export const LATEST_FIRST_DAY = 28;

/** Points and spaces that people put into a number plate do not count. */
export function barePlate(typed: string): string {
  return typed.replaceAll(/[·.\s-]/g, '').toUpperCase();
}
/** 浙A12345, 浙AD12345 (electric), 浙A1234挂. */
export const PLATE = /^\p{Script=Han}[A-Z][A-Z0-9]{4,5}[A-Z0-9挂学警港澳]$/u;

/** The label painted on the floor. */
export function bareSpace(typed: string): string {
  return typed.replaceAll(/\s/g, '').toUpperCase();
}
export const SPACE = /^[\p{Script=Han}A-Z0-9-]{1,12}$/u;
