import { useQuery } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";

import type { Inbox } from "@/protocol/types";

const INBOX_POLL_MS = 30_000;

export function useInbox() {
  return useQuery({
    queryKey: keys.inbox,
    queryFn: () => api.get<Inbox>("/api/inbox/"),
    refetchInterval: INBOX_POLL_MS,
  });
}
