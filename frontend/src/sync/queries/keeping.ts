import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Label, Project } from "@/protocol/types";

/** Where projects and videos are kept. */
export type Shelf = "active" | "archived" | "deleted";
export type Kept = "projects" | "videos" | "labels";
export type Deed = "archive" | "unarchive" | "delete" | "restore";

/** Puts a project, a video or a label away, or brings it back. */
export function keep(what: Kept, id: number, deed: Deed): Promise<unknown> {
  const path = `/api/${what}/${id}/`;
  return deed === "delete" ? api.delete(path) : api.post(`${path}${deed}/`);
}

async function readAgain(client: QueryClient): Promise<void> {
  await Promise.all([
    refresh(client, { queryKey: keys.inbox }),
    refresh(client, { queryKey: keys.progress }),
    refresh(client, { queryKey: keys.projects }),
  ]);
}

/** `deed` of the thing, after which every list that may show it is read again. */
export function useKeep(what: Kept, id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => keep(what, id, deed),
    onSuccess: () => readAgain(client),
  });
}

/** Projects that were put away; those at hand are `useProjects`. */
export function useProjectsOn(shelf: Shelf, isWanted: boolean) {
  return useQuery({
    queryKey: [...keys.projects, "shelf", shelf],
    queryFn: () => api.get<Project[]>("/api/projects/", { query: { shelf } }),
    enabled: isWanted,
  });
}

/** The labels that were taken off the menu. */
export function useDeletedLabels(projectId: number) {
  return useQuery({
    queryKey: [...keys.labels(projectId), "deleted"],
    queryFn: async () => {
      const all = await api.get<Label[]>(`/api/projects/${projectId}/labels/`, { query: { deleted: true } });
      return all.filter(({ deleted }) => deleted);
    },
  });
}
