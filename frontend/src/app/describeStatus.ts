import type { ServerStatus } from "@/sync/queries/status";

// Three missed heartbeats of ten seconds.
const SILENT_AFTER_S = 30;

/** What a person should know about the server's state, or null. */
export function describeStatus(status: ServerStatus | "unreachable" | undefined): string | null {
  if (status === undefined) return null;
  if (status === "unreachable") {
    return "The server does not answer. What you see may be old; this page tries again by itself.";
  }
  if (!status.postgres) {
    return "The database does not answer: nothing can be saved until it does.";
  }
  if (!status.redis) {
    return "Redis does not answer: clicks, tracking and live updates wait; drawing and saving still work.";
  }
  if (!status.gpu_workers.some((worker) => worker.seen_s_ago <= SILENT_AFTER_S)) {
    return "No gpu worker answers: clicks and tracking wait; drawing and saving still work.";
  }
  return null;
}
