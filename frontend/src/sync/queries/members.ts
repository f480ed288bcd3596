import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Member, Role } from "@/protocol/types";

export function useMembers(projectId: number) {
  return useQuery({
    queryKey: keys.members(projectId),
    queryFn: () => api.get<Member[]>(`/api/projects/${projectId}/members/`),
  });
}

export function useAddMember(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (member: { username: string; role: Role }) =>
      api.post<Member>(`/api/projects/${projectId}/members/`, member),
    onSuccess: () => refresh(client, { queryKey: keys.members(projectId) }),
  });
}

export function useChangeMember(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, role }: { id: number; role: Role }) => api.patch<Member>(`/api/members/${id}/`, { role }),
    onSuccess: () => refresh(client, { queryKey: keys.project(projectId) }),
  });
}

export function useRemoveMember(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/members/${id}/`),
    onSuccess: () => refresh(client, { queryKey: keys.project(projectId) }),
  });
}
