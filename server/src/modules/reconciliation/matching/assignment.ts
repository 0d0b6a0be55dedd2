/**
 * Maximum-weight assignment of rows to columns, each used at most once; a row without a column of positive weight stays
 * alone. The Hungarian method with potentials, O(rows² × columns): meant for the small clusters of lines that want the
 * same bills.
 * @param weights rows × columns, each at least 0; 0 means "does not fit"
 * @returns the column of each row, or -1
 */
export function assign(weights: readonly (readonly number[])[]): number[] {
  const rows = weights.length;
  const real = weights[0]?.length ?? 0;
  // A column of its own for every row, worth nothing: staying alone is always possible.
  const columns = real + rows;
  const cost = (row: number, column: number) => (column < real ? -(weights[row]?.[column] ?? 0) : 0);

  const rowPotential = zeros(rows + 1);
  const columnPotential = zeros(columns + 1);
  /** 1-based row that holds a column; 0: free. */
  const holder = zeros(columns + 1);
  const cameFrom = zeros(columns + 1);

  for (let row = 1; row <= rows; row += 1) {
    holder[0] = row;
    let column = 0;
    const least = Array.from({ length: columns + 1 }, () => Infinity);
    const visited = Array.from({ length: columns + 1 }, () => false);
    do {
      visited[column] = true;
      const holding = holder[column] ?? 0;
      let step = Infinity;
      let next = 0;
      for (let candidate = 1; candidate <= columns; candidate += 1) {
        if (visited[candidate]) continue;
        const reduced =
          cost(holding - 1, candidate - 1) - (rowPotential[holding] ?? 0) - (columnPotential[candidate] ?? 0);
        if (reduced < (least[candidate] ?? Infinity)) {
          least[candidate] = reduced;
          cameFrom[candidate] = column;
        }
        if ((least[candidate] ?? Infinity) < step) {
          step = least[candidate] ?? Infinity;
          next = candidate;
        }
      }
      for (let seen = 0; seen <= columns; seen += 1) {
        if (visited[seen]) {
          rowPotential[holder[seen] ?? 0] = (rowPotential[holder[seen] ?? 0] ?? 0) + step;
          columnPotential[seen] = (columnPotential[seen] ?? 0) - step;
        } else {
          least[seen] = (least[seen] ?? Infinity) - step;
        }
      }
      column = next;
    } while (holder[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column] ?? 0;
      holder[column] = holder[before] ?? 0;
      column = before;
    }
  }

  const chosen = Array.from({ length: rows }, () => -1);
  for (let column = 1; column <= real; column += 1) {
    const row = (holder[column] ?? 0) - 1;
    if (row >= 0 && (weights[row]?.[column - 1] ?? 0) > 0) chosen[row] = column - 1;
  }
  return chosen;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
