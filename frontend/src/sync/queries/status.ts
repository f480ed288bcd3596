import { useQuery } from "@tanstack/react-query";

import { api } from "../api";

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
  gpu_workers: readonly GpuWorker[];
}

const STATUS_POLL_MS = 15_000;

export function useServerStatus() {
  return useQuery({
    queryKey: keys.status,
    queryFn: () => api.get<ServerStatus>("/statusz"),
    refetchInterval: STATUS_POLL_MS,
    // The next poll is the retry.
    retry: false,
  });
}
