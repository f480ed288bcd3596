import { formatBytes, formatTransfer } from "./format";
import type { UploadState } from "./uploadState";

/** One line about a file on its way. */
export function describeUpload(state: UploadState, sizeBytes: number): string {
  switch (state.phase) {
    case "waiting":
      return `Waiting · ${formatBytes(sizeBytes)}`;
    case "sending":
      return formatTransfer(state.sentBytes, sizeBytes, state.bytesPerSecond);
    case "paused":
      return `Paused at ${formatTransfer(state.sentBytes, sizeBytes, null)}`;
    case "registering":
    case "done":
      return "Uploaded; the server is taking it over";
    case "failed":
      return state.sentence;
    case "cancelled":
      return "Cancelled";
  }
}
