const collator = new Intl.Collator("en", { numeric: true });

/** "img 2" before "img 10", the same for everybody, whatever their language. */
export function compareNaturally(one: string, other: string): number {
  return collator.compare(one, other) || (one < other ? -1 : Number(one > other));
}
