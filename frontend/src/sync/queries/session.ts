import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api, readCsrfToken, readSession } from "../api";
import { loseSignIn, regainSignIn } from "../signIn";

import { keys } from "./keys";

import type { User } from "@/protocol/types";

interface SessionAnswer {
  user: User | null;
}

export interface Credentials {
  username: string;
  password: string;
}

/**
 * Whose page this is; null for nobody. The call also sets the CSRF cookie. It stays theirs when
 * their log-in ends or somebody else signs in to the same browser: see `useSignInState`.
 */
export function useSession() {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.session,
    queryFn: async () => {
      const user = await readSession();
      const owner = client.getQueryData<User | null>(keys.session);
      if (!owner || owner.id === user?.id) return user;
      loseSignIn(user);
      return owner;
    },
    staleTime: 5 * 60_000,
  });
}

/**
 * Whether a log-in that seems lost is so. A change of password gives the browser another session: what another tab had
 * under way with the old one is refused, and is merely sent again.
 */
export function useConfirmedLoss(userId: number): boolean {
  const [isConfirmed, setConfirmed] = useState(false);
  useEffect(() => {
    let isGone = false;
    void readSession()
      .catch(() => null)
      .then((user) => {
        if (isGone) return;
        if (user?.id === userId) return regainSignIn();
        if (user) loseSignIn(user);
        setConfirmed(true);
      });
    return () => {
      isGone = true;
    };
  }, [userId]);
  return isConfirmed;
}

/** Signs the same person in again, without leaving the page. */
export function useSignInAgain(username: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (password: string) => {
      await readSession();
      return api.post<SessionAnswer>("/api/session/", { username, password });
    },
    onSuccess: () => {
      regainSignIn();
      void client.invalidateQueries();
    },
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
    onSuccess: (answer) => adoptSession(client, answer.user),
  });
}

/** Ends in a fresh page: nothing that one person fetched stays in memory for the next. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => api.delete("/api/session/"),
    onSuccess: () => window.location.assign("/sign-in"),
  });
}

/** Signs out and stays on the page, which then is nobody's. */
export function useSignOutHere() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete("/api/session/"),
    onSuccess: () => adoptSession(client, null),
  });
}

/** Makes the page somebody's. Whatever an earlier person fetched on it is not theirs to see. */
export function adoptSession(client: QueryClient, user: User | null): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  client.setQueryData(keys.session, user);
}
