import { useMutation } from "@tanstack/react-query";

import { api } from "../api";

import type { User } from "@/protocol/types";

export interface NewUser {
  username: string;
  display_name?: string;
}

/** The password is there when the server made it, and is never shown again. */
export type CreatedUser = User & { password?: string };

export function useCreateUser() {
  return useMutation({ mutationFn: (user: NewUser) => api.post<CreatedUser>("/api/users/", user) });
}
