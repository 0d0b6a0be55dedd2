/** Groups entries that share a key, directly or through others; entries without keys stand alone. Order is kept. */
export function clustersOf<T>(entries: readonly T[], keysOf: (entry: T) => readonly string[]): T[][] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    for (let at = key; at !== root;) {
      const up = parent.get(at) ?? root;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  const keys = entries.map(keysOf);
  for (const [first, ...rest] of keys) {
    if (first === undefined) continue;
    if (!parent.has(first)) parent.set(first, first);
    for (const key of rest) {
      if (!parent.has(key)) parent.set(key, key);
      parent.set(rootOf(key), rootOf(first));
    }
  }
  const clusters = new Map<string, T[]>();
  for (const [at, entry] of entries.entries()) {
    const [first] = keys[at] ?? [];
    const name = first === undefined ? `alone ${at}` : rootOf(first);
    const cluster = clusters.get(name);
    if (cluster) cluster.push(entry);
    else clusters.set(name, [entry]);
  }
  return [...clusters.values()];
}
