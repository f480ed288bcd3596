import { formatTransfer } from "./format";
import { isActive, needsPerson, sentBytesOf } from "./uploadState";
import type { UploadState } from "./uploadState";

export interface Totals {
  count: number;
  sentBytes: number;
  sizeBytes: number;
  /** Null while nothing is on its way. */
  bytesPerSecond: number | null;
  numActive: number;
  numNeedingPerson: number;
}

/** All uploads as one: how far, how fast. */
export function sumUploads(items: readonly { sizeBytes: number; state: UploadState }[]): Totals {
  const totals: Totals = { count: 0, sentBytes: 0, sizeBytes: 0, bytesPerSecond: null, numActive: 0, numNeedingPerson: 0 };
  for (const { sizeBytes, state } of items) {
    if (state.phase === "cancelled") continue;
    const sent = state.phase === "done" || state.phase === "finishing" ? sizeBytes : sentBytesOf(state);
    totals.count += 1;
    totals.sizeBytes += sizeBytes;
    totals.sentBytes += Math.min(sent, sizeBytes);
    if (state.phase === "sending") totals.bytesPerSecond = (totals.bytesPerSecond ?? 0) + (state.bytesPerSecond ?? 0);
    if (isActive(state) || state.phase === "waiting") totals.numActive += 1;
    if (needsPerson(state)) totals.numNeedingPerson += 1;
  }
  return totals;
}

export function describeTotals({ sentBytes, sizeBytes, bytesPerSecond }: Totals): string {
  return formatTransfer(sentBytes, sizeBytes, bytesPerSecond);
}

/** For a line of few letters: "3 uploads · 45%", "1 of 3 uploads waits for you". */
export function describeTray({ count, sentBytes, sizeBytes, numNeedingPerson }: Totals): string {
  const what = count === 1 ? "1 upload" : `${count} uploads`;
  const percent = sizeBytes > 0 ? Math.floor((sentBytes / sizeBytes) * 100) : 0;
  if (numNeedingPerson === 0) return `${what} · ${percent}%`;
  const which = numNeedingPerson === count ? what : `${numNeedingPerson} of ${what}`;
  return `${which} ${numNeedingPerson === 1 ? "waits" : "wait"} for you`;
}
