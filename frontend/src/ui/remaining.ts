/** "about 12 s left", "about 7 min left", "about 2 h 5 min left"; empty where nobody knows. */
export function formatRemaining(time_s: number | null | undefined): string {
  if (!time_s || !Number.isFinite(time_s) || time_s <= 0) return "";
  if (time_s < 90) return `about ${Math.max(1, Math.round(time_s))} s left`;
  const minutes = Math.round(time_s / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  const rest = minutes % 60;
  return `about ${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ""} left`;
}

/** "37%, about 7 min left". */
export function describeShare(share: number, time_s: number | null | undefined): string {
  return [`${Math.round(share * 100)}%`, formatRemaining(time_s)].filter(Boolean).join(", ");
}
