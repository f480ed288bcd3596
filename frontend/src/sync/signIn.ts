import { create } from "zustand";

import type { User } from "@/protocol/types";

export interface SignInState {
  /** The log-in ended while pages were open; they stay open, and ask to sign in again in place. */
  isLost: boolean;
  /** Somebody else, whom this browser is signed in as by now. */
  other: User | null;
}

/** Whether the person whose page this is can still be asked for by the server. */
export const useSignInState = create<SignInState>()(() => ({ isLost: false, other: null }));

export function loseSignIn(other: User | null = null): void {
  useSignInState.setState({ isLost: true, other });
}

export function regainSignIn(): void {
  useSignInState.setState({ isLost: false, other: null });
}

/** Calls back whenever a lost log-in is there again. */
export function onSignInRegained(listener: () => void): () => void {
  return useSignInState.subscribe((now, before) => {
    if (before.isLost && !now.isLost) listener();
  });
}
