import { useQuery } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";

import type { ShownPropagation } from "@/protocol/types";

/** What changes while nothing happens to the propagation itself, so that no event tells it. */
export type Waiting = Pick<ShownPropagation, "queue_position" | "eta_s">;

const pollEvery_ms = 3_000;

/** How long each propagation of the video still waits and takes, asked for while some are unfinished. */
export function useWaiting(videoId: number | undefined, isWanted: boolean): ReadonlyMap<number, Waiting> {
  const { data } = useQuery({
    queryKey: keys.propagations(videoId ?? 0),
    queryFn: () => api.get<ShownPropagation[]>(`/api/videos/${videoId}/propagations/`),
    select: (shown) => new Map(shown.map((propagation) => [propagation.id, propagation])),
    enabled: isWanted && videoId !== undefined,
    refetchInterval: pollEvery_ms,
    // The next poll is the retry.
    retry: false,
  });
  return data ?? new Map<number, Waiting>();
}
