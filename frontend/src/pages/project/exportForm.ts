const MAX_ANN_EVERY = 1000;

/** Every how many frames one is written, or null where the text is no such number. */
export function parseAnnEvery(text: string): number | null {
  const every = Number(text);
  if (text.trim() === "" || !Number.isInteger(every)) return null;
  return every >= 1 && every <= MAX_ANN_EVERY ? every : null;
}
