import type { Duplicate } from "@/protocol/types";

/** One file on its way from the person's disk to a video, as plain data. */
export type UploadState =
  | { phase: "waiting"; sentBytes: number }
  /** Read before anything is sent, as there may be a video of it already. */
  | { phase: "checking"; sentBytes: number; checkedBytes: number }
  /** There is a video like it: the person decides. */
  | { phase: "asking"; sentBytes: number; duplicates: readonly Duplicate[] }
  | { phase: "sending"; sentBytes: number; bytesPerSecond: number | null; sampledAtMs: number }
  /** Tried again by itself; the sentence says why it has to be. */
  | { phase: "retrying"; sentBytes: number; sentence: string }
  | { phase: "paused"; sentBytes: number }
  /** The page was loaded again and has the file no more. */
  | { phase: "missing"; sentBytes: number; canAsk: boolean }
  /** All is sent; what remains is to compare the digests and to make the video. */
  | { phase: "finishing"; sentBytes: number; checkedBytes: number | null }
  | { phase: "done"; videoId: number }
  | { phase: "failed"; sentence: string; sentBytes: number; mustRestart: boolean }
  | { phase: "cancelled" };

export type Phase = UploadState["phase"];

export type UploadEvent =
  | { type: "checking"; checkedBytes: number }
  | { type: "asked"; duplicates: readonly Duplicate[] }
  | { type: "started"; atMs: number }
  | { type: "progressed"; sentBytes: number; atMs: number }
  | { type: "troubled"; sentence: string }
  | { type: "queued" }
  | { type: "paused" }
  | { type: "sent"; checkedBytes: number | null }
  | { type: "registered"; videoId: number }
  /** `mustRestart`: what was sent is of no use. */
  | { type: "failed"; sentence: string; mustRestart?: boolean }
  | { type: "restarted" }
  | { type: "cancelled" };

// Half of the weight of a measurement is gone after this long: steady to read, quick to notice a stall.
const SPEED_HALF_LIFE_MS = 2_000;
// Closer samples measure the browser's buffering rather than the line.
const MIN_SAMPLE_MS = 200;

const queueable: ReadonlySet<Phase> = new Set(["paused", "failed", "asking", "missing", "retrying", "checking"]);
const pausable: ReadonlySet<Phase> = new Set(["waiting", "checking", "sending", "retrying"]);

/** The state after an event; an event that makes no sense in the present state changes nothing. */
export function advanceUpload(state: UploadState, event: UploadEvent): UploadState {
  if (isOver(state)) return state;
  const { sentBytes } = state;
  switch (event.type) {
    case "checking":
      return state.phase === "waiting" || state.phase === "checking" || state.phase === "retrying"
        ? { phase: "checking", sentBytes, checkedBytes: event.checkedBytes }
        : state;
    case "asked":
      return state.phase === "finishing" || pausable.has(state.phase)
        ? { phase: "asking", sentBytes, duplicates: event.duplicates }
        : state;
    case "started":
      return state.phase === "waiting" || state.phase === "checking" || state.phase === "retrying"
        ? { phase: "sending", sentBytes, bytesPerSecond: null, sampledAtMs: event.atMs }
        : state;
    case "progressed":
      return state.phase === "sending" ? measure(state, event.sentBytes, event.atMs) : state;
    case "troubled":
      return pausable.has(state.phase) || state.phase === "finishing"
        ? { phase: "retrying", sentBytes, sentence: event.sentence }
        : state;
    case "queued":
      return queueable.has(state.phase) && !("mustRestart" in state && state.mustRestart)
        ? { phase: "waiting", sentBytes }
        : state;
    case "paused":
      return pausable.has(state.phase) ? { phase: "paused", sentBytes } : state;
    case "sent":
      return pausable.has(state.phase) || state.phase === "finishing"
        ? { phase: "finishing", sentBytes, checkedBytes: event.checkedBytes }
        : state;
    case "registered":
      return state.phase === "finishing" ? { phase: "done", videoId: event.videoId } : state;
    case "failed":
      if (state.phase === "failed") return state;
      return { phase: "failed", sentence: event.sentence, sentBytes, mustRestart: event.mustRestart ?? false };
    case "restarted":
      return { phase: "waiting", sentBytes: 0 };
    case "cancelled":
      return { phase: "cancelled" };
  }
}

export function isOver(state: UploadState): state is Extract<UploadState, { phase: "done" | "cancelled" }> {
  return state.phase === "done" || state.phase === "cancelled";
}

/** Whether it goes on by itself, so that a closed page would interrupt it. */
export function isMoving({ phase }: UploadState): boolean {
  return phase === "finishing" || pausable.has(phase);
}

/** Whether it takes one of the few places on the line. */
export function isActive({ phase }: UploadState): boolean {
  return phase === "checking" || phase === "sending" || phase === "retrying";
}

/** Whether it stands still until the person does something. */
export function needsPerson({ phase }: UploadState): boolean {
  return phase === "asking" || phase === "missing" || phase === "failed";
}

export function sentBytesOf(state: UploadState): number {
  return "sentBytes" in state ? state.sentBytes : 0;
}

function measure(
  state: Extract<UploadState, { phase: "sending" }>,
  sentBytes: number,
  atMs: number,
): UploadState {
  const elapsedMs = atMs - state.sampledAtMs;
  if (elapsedMs < MIN_SAMPLE_MS) return state;
  const latest = (Math.max(0, sentBytes - state.sentBytes) * 1_000) / elapsedMs;
  const kept = 0.5 ** (elapsedMs / SPEED_HALF_LIFE_MS);
  const bytesPerSecond =
    state.bytesPerSecond === null ? latest : state.bytesPerSecond * kept + latest * (1 - kept);
  return { phase: "sending", sentBytes, bytesPerSecond, sampledAtMs: atMs };
}
