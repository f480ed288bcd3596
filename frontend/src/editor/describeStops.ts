import type { Propagation } from "@/protocol/types";

/** " Stopped at frame 50, where another scene begins: …", or nothing. */
export function describeStops({ stopped_at }: Pick<Propagation, "stopped_at">): string {
  if (!stopped_at.length) return "";
  const frames = [...new Set(stopped_at)].sort((a, b) => a - b);
  const places = frames.length > 1 ? `frames ${frames.join(", ")}` : `frame ${frames[0]}`;
  return ` Stopped at ${places}, where another scene begins: to go on, click the object there and track from there.`;
}
