import type { QueryClient, QueryKey } from "@tanstack/react-query";

interface Which {
  queryKey: QueryKey;
  exact?: boolean;
}

/**
 * Reads again what a change has made stale. A first read that is still under way may have been answered before the
 * change, and invalidating alone would be content with its answer: it is dropped first.
 */
export async function refresh(client: QueryClient, which: Which): Promise<void> {
  await client.cancelQueries(which);
  await client.invalidateQueries(which);
}
