import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { ApiToken, Scope } from "@/protocol/types";

export interface NewToken {
  name: string;
  scopes: Scope[];
  /** null: it never expires */
  expires_in_days: number | null;
}

export function useTokens() {
  return useQuery({ queryKey: keys.tokens, queryFn: () => api.get<ApiToken[]>("/api/tokens/") });
}

/** Its answer alone carries the token itself. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: NewToken) => api.post<ApiToken>("/api/tokens/", token),
    onSuccess: () => refresh(client, { queryKey: keys.tokens }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/tokens/${id}/`),
    onSuccess: () => refresh(client, { queryKey: keys.tokens }),
  });
}
