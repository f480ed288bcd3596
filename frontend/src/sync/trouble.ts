/** Tells that a call found the server, or its database, away: whoever shows its state looks at once. */
const listeners = new Set<() => void>();

export function onTrouble(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function noteTrouble(): void {
  for (const listener of listeners) listener();
}
