import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { ApiProblem } from "@/sync/api";
import { keys } from "@/sync/queries/keys";

const MAX_RETRIES = 2;

/** Answers are fresh for a few seconds; a refusal is never asked again, a lost connection is. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({ onError: noticeSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => !(error instanceof ApiProblem) && failures < MAX_RETRIES,
      },
    },
  });

  // An expired session shows the sign-in page instead of a page full of refusals.
  function noticeSignedOut(error: Error): void {
    if (error instanceof ApiProblem && error.status === 401) client.setQueryData(keys.session, null);
  }

  return client;
}
