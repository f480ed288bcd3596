import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Attribute, Label, LabelUsage } from "@/protocol/types";

export type LabelFields = Pick<Label, "name" | "color">;

/** An attribute as it is sent: without an id it is new. */
export type WishedAttribute = Omit<Attribute, "id" | "removed" | "options"> & {
  id?: string;
  options: readonly { id?: string; name: string }[];
};

export type LabelChange = Partial<LabelFields & Pick<Label, "shortcut">> & {
  attributes?: readonly WishedAttribute[];
};

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
    mutationFn: ({ id, ...change }: { id: number } & LabelChange) =>
      api.patch<Label>(`/api/labels/${id}/`, change),
    onSettled: () => refresh(client, { queryKey: keys.labels(projectId) }),
  });
}

/** Shown in the new order at once. */
export function useOrderLabels(projectId: number) {
  const client = useQueryClient();
  const queryKey = keys.labels(projectId);
  return useMutation({
    mutationFn: (labels: readonly Label[]) =>
      api.put<Label[]>(`/api/projects/${projectId}/labels/order/`, { labels: labels.map(({ id }) => id) }),
    onMutate: (labels) => client.setQueryData(queryKey, labels),
    onSettled: () => refresh(client, { queryKey, exact: true }),
  });
}

/** How many objects carry a label and its values; asked when something is about to be taken away. */
export function useLabelUsage(labelId: number) {
  return useQuery({
    queryKey: [...keys.projects, "label-usage", labelId],
    queryFn: () => api.get<LabelUsage>(`/api/labels/${labelId}/usage/`),
    staleTime: 0,
  });
}
