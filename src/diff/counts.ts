// How often things came: what two tapes have in common of them, each as often as the rarer side.

export type Counts<Item> = ReadonlyMap<Item, number>;

export function countOne<Item>(counts: Map<Item, number>, item: Item): void {
  counts.set(item, (counts.get(item) ?? 0) + 1);
}

export function totalOf<Item>(counts: Counts<Item>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

export function commonOf<Item>(left: Counts<Item>, right: Counts<Item>): number {
  let common = 0;
  for (const [item, count] of left) common += Math.min(count, right.get(item) ?? 0);
  return common;
}
