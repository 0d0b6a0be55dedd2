/** Texts that are sent again and again, each with the name it has on every connection to PostgreSQL. */
const names = new Map<string, string>();
let generation = 1;

/** Has a text parsed and planned once per connection. Only for texts of which there are few: none is ever forgotten. */
export function prepareOnce(text: string): void {
  if (!names.has(text)) names.set(text, `statement_${generation}_${names.size + 1}`);
}

export function preparedName(text: string): string | undefined {
  return names.get(text);
}

/** A newer server has changed the tables meanwhile: what was prepared before is refused from now on. */
export function prepareAnew(): void {
  generation += 1;
  names.clear();
}
