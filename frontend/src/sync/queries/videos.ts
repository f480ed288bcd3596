import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import type { Shelf } from "./keeping";
import { keys } from "./keys";
import { refresh } from "./refresh";

import type { ProjectProgress, Stage, Video, VideoWithWork } from "@/protocol/types";

const VIDEOS_A_PAGE = 60;
const INGEST_POLL_MS = 1_000;
// Somebody else may be uploading.
const IDLE_POLL_MS = 15_000;

/** True while the server still works on the video. */
export function isIngesting(video: Video): boolean {
  return video.status === "uploaded" || video.status === "ingesting";
}

/** Which of a project's videos, in which order. */
export interface VideosWish {
  search: string;
  stage: Stage | "";
  /** A user's id, "me", "nobody" or "" for any. */
  assignee: string;
  order: "newest" | "oldest" | "name" | "progress";
  shelf: Shelf;
}

/**
 * The videos page by page; each second asks again while one of them is being read, now and then otherwise. What was
 * shown stays until another wish is answered.
 */
export function useVideoPages(projectId: number, wish: VideosWish) {
  const query = new URLSearchParams({ ...wish, limit: String(VIDEOS_A_PAGE) });
  return useInfiniteQuery({
    queryKey: [...keys.videos(projectId), wish],
    queryFn: ({ pageParam, signal }) => api.getPage<VideoWithWork>(pageParam, { signal }),
    initialPageParam: `/api/projects/${projectId}/videos/?${query}`,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isIngesting)) ? INGEST_POLL_MS : IDLE_POLL_MS,
  });
}

/** The ids of every video of the wish, also of those not shown yet. */
export async function readVideoIds(projectId: number, wish: VideosWish): Promise<number[]> {
  const videos = await api.get<VideoWithWork[]>(`/api/projects/${projectId}/videos/`, { query: { ...wish } });
  return videos.map((video) => video.id);
}

/** How far one project is. */
export function useProjectProgress(projectId: number) {
  return useQuery({
    queryKey: keys.projectProgress(projectId),
    queryFn: () => api.get<ProjectProgress>(`/api/projects/${projectId}/progress/`),
    refetchInterval: IDLE_POLL_MS,
  });
}

export function useVideo(id: number | undefined) {
  return useQuery({
    queryKey: keys.video(id ?? 0),
    queryFn: () => api.get<Video>(`/api/videos/${id}/`),
    enabled: id !== undefined,
  });
}

export function useRenameVideo(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => api.patch<Video>(`/api/videos/${id}/`, { name }),
    onSuccess: () => refresh(client, { queryKey: keys.videos(projectId) }),
  });
}

export function useRetryVideo(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.post<Video>(`/api/videos/${id}/retry/`, {}),
    onSuccess: () => refresh(client, { queryKey: keys.videos(projectId) }),
  });
}
