import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api";

import { keys } from "./keys";
import { refresh } from "./refresh";

import type { Decision, Masklet, Review } from "@/protocol/types";

export interface NewReview {
  decision: Decision;
  version: number;
  /** First frame the decision is about. */
  start: number;
  /** The frame after the last. */
  stop: number;
  comment: string;
}

export function useMasklet(id: number) {
  return useQuery({ queryKey: keys.masklet(id), queryFn: () => api.get<Masklet>(`/api/masklets/${id}/`) });
}

export function useReviews(maskletId: number) {
  return useQuery({
    queryKey: keys.reviews(maskletId),
    queryFn: () => api.get<Review[]>(`/api/masklets/${maskletId}/reviews/`),
  });
}

export function useAddReview(maskletId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (review: NewReview) => api.post<Review>(`/api/masklets/${maskletId}/reviews/`, review),
    // Not awaited: the caller goes on to the next masklet before the form of this one goes away.
    onSuccess: () => {
      void refresh(client, { queryKey: keys.masklet(maskletId) });
      void refresh(client, { queryKey: keys.inbox });
    },
  });
}

/** Opens a decided masklet for work again; approval of it ends. */
export function useReopen(maskletId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<Masklet>(`/api/masklets/${maskletId}/reopen/`),
    onSuccess: async (masklet) => {
      client.setQueryData(keys.masklet(maskletId), masklet);
      await refresh(client, { queryKey: keys.inbox });
    },
  });
}
