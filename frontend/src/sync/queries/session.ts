import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, readCsrfToken } from "../api";

import { keys } from "./keys";

import type { User } from "@/protocol/types";

interface SessionAnswer {
  user: User | null;
}

export interface Credentials {
  username: string;
  password: string;
}

/** Who is signed in; null for nobody. The call also sets the CSRF cookie. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async () => (await api.get<SessionAnswer>("/api/session/")).user,
    staleTime: 5 * 60_000,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) => {
      // The cookie is not there yet where somebody is quicker than the page's first call.
      if (!readCsrfToken()) await api.get("/api/session/");
      return api.post<SessionAnswer>("/api/session/", credentials);
    },
    onSuccess: (answer) => {
      // Whatever an earlier person fetched on this page is not theirs to see.
      client.clear();
      client.setQueryData(keys.session, answer.user);
    },
  });
}

/** Ends in a fresh page: nothing that one person fetched stays in memory for the next. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => api.delete("/api/session/"),
    onSuccess: () => window.location.assign("/sign-in"),
  });
}
