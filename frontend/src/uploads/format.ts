const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

/** "12.4 MB": decimal units, as file managers and drives count. */
export function formatBytes(bytes: number): string {
  let amount = Math.max(0, bytes);
  let unit = 0;
  while (amount >= 1_000 && unit < UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[unit] ?? "B"}`;
}

/** "12 of 48 MB · 3.2 MB/s · 11 s left"; what is not known yet is left out. */
export function formatTransfer(sentBytes: number, sizeBytes: number, bytesPerSecond: number | null): string {
  const parts = [`${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`];
  if (bytesPerSecond !== null && bytesPerSecond > 0) {
    parts.push(`${formatBytes(bytesPerSecond)}/s`);
    parts.push(`${formatSeconds((sizeBytes - sentBytes) / bytesPerSecond)} left`);
  }
  return parts.join(" · ");
}

export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
