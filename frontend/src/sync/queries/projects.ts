import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Project, ProjectProgress, TrackingModel } from "@/protocol/types";

export interface NewProject {
  name: string;
  description: string;
  tracking_model: string;
  labels: readonly { name: string; color: string }[];
}

export type ProjectChange = Partial<
  Pick<Project, "assigned_only" | "name" | "description" | "instructions" | "tracking_model" | "default_label">
>;

const PROGRESS_POLL_MS = 30_000;

export function useProjects() {
  return useQuery({ queryKey: keys.projects, queryFn: () => api.get<Project[]>("/api/projects/") });
}

/** How far each project is, with a few of its videos to show. */
export function useProgress() {
  return useQuery({
    queryKey: keys.progress,
    queryFn: () => api.get<ProjectProgress[]>("/api/projects/progress/"),
    refetchInterval: PROGRESS_POLL_MS,
  });
}

export function useProject(id: number) {
  return useQuery({ queryKey: keys.project(id), queryFn: () => api.get<Project>(`/api/projects/${id}/`) });
}

export function useModels() {
  return useQuery({
    queryKey: keys.models,
    queryFn: () => api.get<TrackingModel[]>("/api/models/"),
    staleTime: 60_000,
  });
}

/** Creates the project, then its labels in the order given. */
export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ labels, ...fields }: NewProject) => {
      const project = await api.post<Project>("/api/projects/", withoutEmpty(fields));
      for (const label of labels) await api.post(`/api/projects/${project.id}/labels/`, label);
      return project;
    },
    onSettled: () => refresh(client, { queryKey: keys.projects, exact: true }),
  });
}

export function useChangeProject(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ProjectChange) => api.patch<Project>(`/api/projects/${id}/`, change),
    onSuccess: (project) => {
      client.setQueryData(keys.project(id), project);
      return refresh(client, { queryKey: keys.projects, exact: true });
    },
  });
}

/** Left out, a field takes the server's default. */
function withoutEmpty(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}
