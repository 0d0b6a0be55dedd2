/** A transaction lost the race for the same rows as often as it may try: nothing of it is kept, the caller may ask again. */
export class BooksBusy extends Error {
  constructor(attempts: number, cause: unknown) {
    super(`lost the race for the same rows ${attempts} times`, { cause });
    this.name = 'BooksBusy';
  }
}
