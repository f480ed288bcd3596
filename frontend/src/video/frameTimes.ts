import type { FrameTable } from "@/protocol/types";

/** Seconds from the first frame to each frame. */
export function frameTimes_s({ pts, time_base }: FrameTable): Float64Array {
  const first = pts[0] ?? 0;
  return Float64Array.from(pts, (value) => ((value - first) * time_base[0]) / time_base[1]);
}

/** The last frame that begins at or before `time_s`; 0 before the first. */
export function frameAtTime(times_s: ArrayLike<number>, time_s: number): number {
  let low = 0;
  let high = times_s.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times_s[middle] ?? Infinity) <= time_s) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The frame that begins at exactly `time_s` (within half a millisecond), or -1. */
export function frameStartingAt(times_s: ArrayLike<number>, time_s: number): number {
  const frame = frameAtTime(times_s, time_s + 0.0005);
  return Math.abs((times_s[frame] ?? Infinity) - time_s) <= 0.0005 ? frame : -1;
}

/** Minutes, seconds and hundredths, as people read a clock. */
export function formatTime(time_s: number): string {
  const hundredths = Math.max(0, Math.round(time_s * 100));
  const minutes = Math.floor(hundredths / 6000);
  const seconds = ((hundredths % 6000) / 100).toFixed(2).padStart(5, "0");
  return `${minutes}:${seconds}`;
}
