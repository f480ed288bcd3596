import { useQuery } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";

import type { SideEdit, TwoMasks } from "@/protocol/types";

/** Both masks of a conflict; `standing` is the version known to stand, so a newer one is fetched. */
export function useTwoMasks({ id }: SideEdit, standing: number) {
  return useQuery({
    queryKey: keys.sideEdit(id, standing),
    queryFn: () => api.get<TwoMasks>(`/api/side-edits/${id}/`),
    staleTime: Infinity,
  });
}
