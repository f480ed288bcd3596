import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { api, readCsrfToken } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";
import { adoptSession } from "./session";

import type { Invitation, Invite, Joined, NewcomerJoined, Role } from "@/protocol/types";

export interface NewInvite {
  role: Role;
  expires_in_days: number;
  /** null: any number */
  max_uses: number | null;
  note: string;
}

export interface Newcomer {
  username: string;
  display_name: string;
  password: string;
}

export function useInvites(projectId: number) {
  return useQuery({
    queryKey: keys.invites(projectId),
    queryFn: () => api.get<Invite[]>(`/api/projects/${projectId}/invites/`),
  });
}

/** Its answer alone carries the link itself. */
export function useCreateInvite(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invite: NewInvite) => api.post<Invite>(`/api/projects/${projectId}/invites/`, invite),
    onSuccess: () => refresh(client, { queryKey: keys.invites(projectId) }),
  });
}

export function useRevokeInvite(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/invites/${id}/`),
    onSettled: () => refresh(client, { queryKey: keys.invites(projectId) }),
  });
}

/** What a link is for, as whoever is signed in sees it; asked again when that is somebody else. */
export function useInvitation(secret: string, asUser: number | null) {
  return useQuery({
    queryKey: invitationKey(secret, asUser),
    queryFn: () => withCsrf(() => api.post<Invitation>("/api/invitation/", { secret })),
    retry: false,
    staleTime: Infinity,
  });
}

/** Joins with the account that is signed in. */
export function useAcceptInvite(secret: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<Joined>("/api/invitation/accept/", { secret }),
    onSuccess: () => refresh(client, { queryKey: keys.projects }),
  });
}

/** Makes an account, joins with it and is signed in; the caller then has the page be that person's. */
export function useJoin(secret: string) {
  return useMutation({
    mutationFn: (newcomer: Newcomer) =>
      withCsrf(() => api.post<NewcomerJoined>("/api/invitation/join/", { secret, ...newcomer })),
  });
}

/** Makes the page theirs who joined; the link is not asked about again, for it may be used up. */
export function adoptJoined(client: QueryClient, secret: string, { project, user }: NewcomerJoined): void {
  const invitation = client.getQueryData<Invitation>(invitationKey(secret, null));
  adoptSession(client, user);
  if (!invitation) return;
  client.setQueryData(invitationKey(secret, user.id), { ...invitation, member_of: project });
}

/** The secret itself stays out of what developer tools show of the cache. */
function invitationKey(secret: string, asUser: number | null) {
  return ["invitation", secret.slice(0, 6), asUser] as const;
}

/** The page's first call brings the cookie that every change needs. */
async function withCsrf<T>(call: () => Promise<T>): Promise<T> {
  if (!readCsrfToken()) await api.get("/api/session/");
  return call();
}
