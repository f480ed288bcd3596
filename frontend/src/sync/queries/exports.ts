import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { ProjectExport } from "@/protocol/types";

export type NewExport = Pick<ProjectExport, "format" | "scope" | "ann_every">;

export function useExports(projectId: number) {
  return useQuery({
    queryKey: keys.exports(projectId),
    queryFn: () => api.get<ProjectExport[]>(`/api/projects/${projectId}/exports/`),
  });
}

export function useCreateExport(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: NewExport) => api.post<ProjectExport>(`/api/projects/${projectId}/exports/`, wish),
    onSuccess: () => refresh(client, { queryKey: keys.exports(projectId) }),
  });
}
