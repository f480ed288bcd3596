/** One file on its way from the person's disk to a video, as plain data. */
export type UploadState =
  | { phase: "waiting" }
  | { phase: "sending"; sentBytes: number; bytesPerSecond: number | null; sampledAtMs: number }
  | { phase: "paused"; sentBytes: number }
  | { phase: "registering"; uploadId: string }
  | { phase: "done"; videoId: number }
  | { phase: "failed"; sentence: string; sentBytes: number; uploadId: string | null }
  | { phase: "cancelled" };

export type UploadEvent =
  | { type: "started"; atMs: number }
  | { type: "progressed"; sentBytes: number; atMs: number }
  | { type: "paused" }
  | { type: "sent"; uploadId: string }
  | { type: "registered"; videoId: number }
  | { type: "failed"; sentence: string }
  | { type: "retried" }
  | { type: "cancelled" };

// Half of the weight of a measurement is gone after this long: steady to read, quick to notice a stall.
const SPEED_HALF_LIFE_MS = 2_000;
// Closer samples measure the browser's buffering rather than the line.
const MIN_SAMPLE_MS = 200;

/** The state after an event; an event that makes no sense in the present state changes nothing. */
export function advanceUpload(state: UploadState, event: UploadEvent): UploadState {
  if (isOver(state)) return state;
  switch (event.type) {
    case "started":
      if (state.phase !== "waiting" && state.phase !== "paused") return state;
      return { phase: "sending", sentBytes: sentBytesOf(state), bytesPerSecond: null, sampledAtMs: event.atMs };
    case "progressed":
      return state.phase === "sending" ? measure(state, event.sentBytes, event.atMs) : state;
    case "paused":
      return state.phase === "sending" || state.phase === "waiting"
        ? { phase: "paused", sentBytes: sentBytesOf(state) }
        : state;
    case "sent":
      return state.phase === "sending" ? { phase: "registering", uploadId: event.uploadId } : state;
    case "registered":
      return state.phase === "registering" ? { phase: "done", videoId: event.videoId } : state;
    case "failed":
      if (state.phase === "failed") return state;
      return {
        phase: "failed",
        sentence: event.sentence,
        sentBytes: sentBytesOf(state),
        uploadId: state.phase === "registering" ? state.uploadId : null,
      };
    case "retried":
      return state.phase === "failed" ? afterRetry(state) : state;
    case "cancelled":
      // Once the server is making a video of it, the video is what there is to delete.
      return state.phase === "registering" ? state : { phase: "cancelled" };
  }
}

export function isOver(state: UploadState): state is Extract<UploadState, { phase: "done" | "cancelled" }> {
  return state.phase === "done" || state.phase === "cancelled";
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

/** What was sent whole is only registered again; otherwise the transfer goes on from where it broke. */
function afterRetry(state: Extract<UploadState, { phase: "failed" }>): UploadState {
  if (state.uploadId !== null) return { phase: "registering", uploadId: state.uploadId };
  return { phase: "waiting" };
}
