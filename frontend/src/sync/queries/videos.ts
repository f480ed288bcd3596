import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Video } from "@/protocol/types";

export interface NewVideo {
  project: number;
  /** The id of a finished upload. */
  upload: string;
  name: string;
}

const INGEST_POLL_MS = 1_000;
// Somebody else may be uploading.
const IDLE_POLL_MS = 15_000;

/** True while the server still works on the video. */
export function isIngesting(video: Video): boolean {
  return video.status === "uploaded" || video.status === "ingesting";
}

/** Asks again each second while a video of the project is being read, now and then otherwise. */
export function useVideos(projectId: number) {
  return useQuery({
    queryKey: keys.videos(projectId),
    queryFn: () => api.get<Video[]>(`/api/projects/${projectId}/videos/`),
    refetchInterval: (query) => (query.state.data?.some(isIngesting) ? INGEST_POLL_MS : IDLE_POLL_MS),
  });
}

export function useVideo(id: number | undefined) {
  return useQuery({
    queryKey: keys.video(id ?? 0),
    queryFn: () => api.get<Video>(`/api/videos/${id}/`),
    enabled: id !== undefined,
  });
}

export function registerVideo(video: NewVideo, idempotencyKey: string): Promise<Video> {
  return api.post<Video>("/api/videos/", video, { idempotencyKey });
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

export function useDeleteVideo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/videos/${id}/`),
    onSuccess: async () => {
      await refresh(client, { queryKey: keys.inbox });
      await refresh(client, { queryKey: keys.projects });
    },
  });
}
