import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";

import type { Effort, Feed, FeedKind } from "@/protocol/types";

const FEED_POLL_MS = 30_000;

export interface FeedWish {
  /** Of this video alone; null: of the whole project. */
  video: number | null;
  person: string;
  kind: FeedKind | "";
}

/** Who did what, newest first, page by page. */
export function useFeed(projectId: number, { video, person, kind }: FeedWish) {
  const path = video === null ? `/api/projects/${projectId}/feed/` : `/api/videos/${video}/feed/`;
  return useInfiniteQuery({
    queryKey: [...keys.feed(projectId), video, person, kind],
    queryFn: ({ pageParam, signal }) =>
      api.get<Feed>(path, { query: { person: person || null, kind: kind || null, before: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: FEED_POLL_MS,
  });
}

/** What each person did, in numbers; for admins. */
export function useEffort(projectId: number) {
  return useQuery({
    queryKey: keys.effort(projectId),
    queryFn: () => api.get<Effort[]>(`/api/projects/${projectId}/effort/`),
  });
}
