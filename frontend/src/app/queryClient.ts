import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { ApiProblem } from "@/sync/api";
import { keys } from "@/sync/queries/keys";
import { loseSignIn } from "@/sync/signIn";

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

  // A log-in that ended asks for the password over the page; nobody's page is a sign-in page.
  function noticeSignedOut(error: Error): void {
    if (!(error instanceof ApiProblem) || error.status !== 401) return;
    if (client.getQueryData(keys.session)) loseSignIn();
    else client.setQueryData(keys.session, null);
  }

  return client;
}
