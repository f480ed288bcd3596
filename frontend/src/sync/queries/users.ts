import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { User, UserRow } from "@/protocol/types";

export interface NewUser {
  username: string;
  display_name?: string;
}

/** The password is there when the server made it, and is never shown again. */
export type CreatedUser = User & { password?: string };

/** Everybody's accounts, for staff. */
export function useUsers() {
  return useQuery({ queryKey: keys.users, queryFn: () => api.get<UserRow[]>("/api/users/") });
}

export function useCreateUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: NewUser) => api.post<CreatedUser>("/api/users/", user),
    onSuccess: () => refresh(client, { queryKey: keys.users }),
  });
}

/** Closes an account or opens it again. */
export function useSetActive() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, is_active }: Pick<UserRow, "id" | "is_active">) =>
      api.patch<UserRow>(`/api/users/${id}/`, { is_active }),
    onSuccess: () => refresh(client, { queryKey: keys.users }),
  });
}

export function useResetPassword() {
  return useMutation({
    mutationFn: ({ id, ...wish }: { id: number; revoke_tokens: boolean }) =>
      api.post<CreatedUser>(`/api/users/${id}/password/`, wish),
  });
}
