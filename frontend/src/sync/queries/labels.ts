import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Label } from "@/protocol/types";

export type LabelFields = Pick<Label, "name" | "color">;

export function useLabels(projectId: number) {
  return useQuery({
    queryKey: keys.labels(projectId),
    queryFn: () => api.get<Label[]>(`/api/projects/${projectId}/labels/`),
  });
}

export function useAddLabel(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (label: LabelFields) => api.post<Label>(`/api/projects/${projectId}/labels/`, label),
    onSuccess: () => refresh(client, { queryKey: keys.labels(projectId) }),
  });
}

export function useChangeLabel(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: { id: number } & Partial<LabelFields>) =>
      api.patch<Label>(`/api/labels/${id}/`, change),
    onSettled: () => refresh(client, { queryKey: keys.labels(projectId) }),
  });
}

export function useDeleteLabel(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/labels/${id}/`),
    onSuccess: () => refresh(client, { queryKey: keys.labels(projectId) }),
  });
}
