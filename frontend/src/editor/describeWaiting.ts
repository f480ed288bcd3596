import type { Waiting } from "@/sync/queries/propagations";
import { formatRemaining } from "@/ui/remaining";


/** "waiting, 2 before it, about 40 s left", as far as it is known. */
export function describeWaiting(waiting: Waiting | undefined): string {
  const place = waiting?.queue_position ? `waiting, ${waiting.queue_position} before it` : "waiting for a worker";
  const time = formatRemaining(waiting?.eta_s ?? 0);
  return time ? `${place}, ${time}` : place;
}
