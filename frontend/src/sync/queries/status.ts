import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { api } from "../api";
import { onTrouble } from "../trouble";

import { keys } from "./keys";

export interface GpuWorker {
  name: string;
  model: string;
  device: string;
  seen_s_ago: number;
}

export interface ServerStatus {
  postgres: boolean;
  redis: boolean;
  disk: "ok" | "low" | "full";
  gpu_workers: readonly GpuWorker[];
  /** Seconds since each was seen, the newest first. */
  media_workers: readonly number[];
  beat: readonly number[];
}

const POLL_MS = 15_000;
/** While something does not work, so that its return is seen at once. */
const TROUBLED_POLL_MS = 3_000;
const TROUBLE_APART_MS = 2_000;
const SILENT_AFTER_S = 20;

export function useServerStatus() {
  const client = useQueryClient();
  useEffect(() => {
    let looked_ms = -Infinity;
    return onTrouble(() => {
      if (performance.now() - looked_ms < TROUBLE_APART_MS) return;
      looked_ms = performance.now();
      void client.invalidateQueries({ queryKey: keys.status });
    });
  }, [client]);
  return useQuery({
    queryKey: keys.status,
    // Its own failures are no news that would have it asked again at once.
    queryFn: () => api.get<ServerStatus>("/statusz", { quiet: true }),
    refetchInterval: ({ state }) =>
      state.status === "error" || (state.data && !isWell(state.data)) ? TROUBLED_POLL_MS : POLL_MS,
    // The next poll is the retry.
    retry: false,
  });
}

/** Whether anybody would answer a click now. */
export function hasGpuWorker(status: ServerStatus): boolean {
  return isAlive(status.gpu_workers.map((worker) => worker.seen_s_ago));
}

/** Whether a process of a kind has been seen within four heartbeats of five seconds. */
export function isAlive(seenSecondsAgo: readonly number[]): boolean {
  return seenSecondsAgo.some((seconds) => seconds <= SILENT_AFTER_S);
}

function isWell(status: ServerStatus): boolean {
  const { postgres, redis, disk, media_workers, beat } = status;
  return postgres && redis && disk !== "full" && hasGpuWorker(status) && isAlive(media_workers) && isAlive(beat);
}
