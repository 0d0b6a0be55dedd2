type Row = readonly number[];

/**
 * Rows in which every value of each dimension meets every value of each other one: what breaks when two choices come
 * together is found without drawing all of them. Greedy, and the same for the same `turn`; other turns give other rows.
 * @param sizes number of values of each dimension
 * @param known rows to begin with
 */
export function coveringRows(sizes: readonly number[], turn: number, known: readonly Row[] = []): readonly Row[] {
  const open = new Set<string>();
  sizes.forEach((size, one) => {
    for (let other = one + 1; other < sizes.length; other += 1)
      for (let a = 0; a < size; a += 1)
        for (let b = 0; b < (sizes[other] ?? 0); b += 1) open.add(pair(one, a, other, b));
  });
  const rows: Row[] = [...known];
  for (const met of known.flatMap(pairsOf)) open.delete(met);
  for (let next = firstOf(open); next !== undefined; next = firstOf(open)) {
    const row = completed(next, sizes, open, turn + rows.length);
    for (const met of pairsOf(row)) open.delete(met);
    rows.push(row);
  }
  return rows;
}

const pair = (one: number, a: number, other: number, b: number): string => `${one}.${a} ${other}.${b}`;

const firstOf = (pairs: ReadonlySet<string>): string | undefined => pairs.values().next().value;

export function pairsOf(row: Row): readonly string[] {
  return row.flatMap((a, one) => row.slice(one + 1).map((b, index) => pair(one, a, one + 1 + index, b)));
}

/** Begins with a pair that nobody has met yet, and takes for each other dimension the value that meets most. */
function completed(start: string, sizes: readonly number[], open: ReadonlySet<string>, turn: number): Row {
  const row: (number | undefined)[] = sizes.map(() => undefined);
  for (const part of start.split(' ')) {
    const [dimension = 0, value = 0] = part.split('.').map(Number);
    row[dimension] = value;
  }
  sizes.forEach((size, dimension) => {
    if (row[dimension] !== undefined) return;
    const meets = (value: number): number =>
      row.filter((other, at) => {
        if (other === undefined) return false;
        return open.has(at < dimension ? pair(at, other, dimension, value) : pair(dimension, value, at, other));
      }).length;
    const values = Array.from({ length: size }, (_, index) => (index + turn) % size);
    row[dimension] = values.reduce((best, value) => (meets(value) > meets(best) ? value : best));
  });
  return row.map((value) => value ?? 0);
}
