import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Assignment, AssignmentKind, NextVideo } from "@/protocol/types";

export interface NewAssignments {
  videos: readonly number[];
  user: number;
  kind: AssignmentKind;
  /** In place of whoever has them. */
  replace: boolean;
}

async function refreshWork(client: QueryClient): Promise<void> {
  await refresh(client, { queryKey: keys.inbox });
  await refresh(client, { queryKey: keys.projects });
}

/** Asks a member for work on videos; answers what is new. */
export function useAssign(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: NewAssignments) => api.post<Assignment[]>(`/api/projects/${projectId}/assignments/`, wish),
    onSuccess: () => refreshWork(client),
  });
}

/** Takes videos from whoever has them. */
export function useUnassign(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (videos: readonly number[]) =>
      api.post<{ ended: number }>(`/api/projects/${projectId}/assignments/end/`, { videos }),
    onSuccess: () => refreshWork(client),
  });
}

export function useEndAssignment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/assignments/${id}/`),
    onSuccess: () => refreshWork(client),
  });
}

/** The queue's next video, which nobody else is given. */
export function useTakeNext() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: { kind: AssignmentKind; project?: number }) =>
      api.post<NextVideo>("/api/assignments/next/", wish),
    onSuccess: () => refreshWork(client),
  });
}
