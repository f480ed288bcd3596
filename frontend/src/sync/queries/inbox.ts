import { useQuery } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";

import type { Inbox, InboxCounts } from "@/protocol/types";

const INBOX_POLL_MS = 15_000;

export function useInbox() {
  return useQuery({
    queryKey: keys.inbox,
    queryFn: () => api.get<Inbox>("/api/inbox/"),
    refetchInterval: INBOX_POLL_MS,
  });
}

/** How much waits for this person, for every page to show: a small answer. */
export function useInboxCounts() {
  return useQuery({
    queryKey: keys.inboxCounts,
    queryFn: () => api.get<InboxCounts>("/api/inbox/counts/"),
    refetchInterval: INBOX_POLL_MS,
  });
}
