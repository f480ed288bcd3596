import { formatBytes, formatTransfer } from "./format";
import type { UploadState } from "./uploadState";

import type { Duplicate } from "@/protocol/types";

/** One line about a file on its way. */
export function describeUpload(state: UploadState, sizeBytes: number, projectId: number): string {
  switch (state.phase) {
    case "waiting":
      return state.sentBytes > 0 ? `Waiting at ${share(state.sentBytes, sizeBytes)}` : `Waiting · ${formatBytes(sizeBytes)}`;
    case "checking":
      return `Comparing with the videos that are here · ${share(state.checkedBytes, sizeBytes)}`;
    case "asking":
      return describeDuplicates(state.duplicates, projectId);
    case "sending":
      return formatTransfer(state.sentBytes, sizeBytes, state.bytesPerSecond);
    case "retrying":
      return `${state.sentence} Stopped at ${share(state.sentBytes, sizeBytes)}; it goes on by itself.`;
    case "paused":
      return `Paused at ${share(state.sentBytes, sizeBytes)}`;
    case "missing":
      return state.canAsk
        ? `Stopped at ${share(state.sentBytes, sizeBytes)}: let the browser read the file again to go on.`
        : `Stopped at ${share(state.sentBytes, sizeBytes)}: choose the same file again to go on.`;
    case "finishing":
      return state.checkedBytes === null
        ? "Uploaded; the server is taking it over"
        : `Uploaded; checking that it arrived whole · ${share(state.checkedBytes, sizeBytes)}`;
    case "done":
      return "Uploaded; the server is taking it over";
    case "failed":
      return state.sentence;
    case "cancelled":
      return "Cancelled";
  }
}

/** What makes somebody hesitate, about the likeliest of the videos found. */
export function describeDuplicates(duplicates: readonly Duplicate[], projectId: number): string {
  const [first] = duplicates;
  if (!first || first.content === "other") return "Another video of this name is here already.";
  const where = first.project === projectId ? "in this project" : `in the project “${first.project_name}”`;
  return `This file is a video ${where} already: “${first.name}”.`;
}

function share(bytes: number, sizeBytes: number): string {
  return `${formatBytes(bytes)} of ${formatBytes(sizeBytes)}`;
}
