import './typed-digits.css';

interface TypedDigitsProps {
  readonly digits: string;
  /** How many digits stand together: a mobile number is read in groups of 3, 4 and 4. */
  readonly groups: readonly number[];
}

/** What was typed, and a line for each digit that is still missing. */
export function TypedDigits({ digits, groups }: TypedDigitsProps) {
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, size) => sum + size, 0));
  return (
    <p className="typed" role="status">
      {groups.map((size, group) => (
        <span className="typed-group" key={starts[group]}>
          {Array.from({ length: size }, (_, place) => (
            <span className="typed-digit" key={place}>
              {digits[(starts[group] ?? 0) + place] ?? '\u00a0'}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}
