import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Account, BrowserSession } from "@/protocol/types";

export interface PasswordChange {
  old: string;
  new: string;
  revoke_tokens: boolean;
}

export function useAccount() {
  return useQuery({ queryKey: keys.account, queryFn: () => api.get<Account>("/api/account/") });
}

export function useChangeProfile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Pick<Account, "display_name" | "email">) => api.patch<Account>("/api/account/", changes),
    onSuccess: (account) => {
      client.setQueryData(keys.account, account);
      // The name stands in the page's head, too.
      return refresh(client, { queryKey: keys.session });
    },
  });
}

/** This browser stays signed in; all others are signed out. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) => api.post("/api/account/password/", change),
    onSuccess: async () => {
      await refresh(client, { queryKey: keys.sessions });
      await refresh(client, { queryKey: keys.tokens });
    },
  });
}

export function useBrowserSessions() {
  return useQuery({ queryKey: keys.sessions, queryFn: () => api.get<BrowserSession[]>("/api/sessions/") });
}

export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/sessions/${id}/`),
    onSettled: () => refresh(client, { queryKey: keys.sessions }),
  });
}

export function useEndOtherSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete("/api/sessions/"),
    onSettled: () => refresh(client, { queryKey: keys.sessions }),
  });
}
