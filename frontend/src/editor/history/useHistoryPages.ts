import { useCallback, useEffect, useRef, useState } from "react";

import { toSentence } from "@/sync/videoSession";

/** Let a burst of changes pass before the newest page is read again. */
const refreshAfter_ms = 300;

export interface HistoryPages<T> {
  items: readonly T[] | null;
  problem: string | null;
  /** Null where the oldest is shown. */
  showOlder: (() => void) | null;
}

/**
 * The newest page, read again whenever `changed` changes, and older ones as they are asked for.
 * `read(before)` and `idOf` must stay the same between renders.
 */
export function useHistoryPages<T>(
  read: (before: number | null) => Promise<T[]>,
  idOf: (item: T) => number,
  changed: number,
): HistoryPages<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isComplete, setComplete] = useState(false);
  const isFirst = useRef(true);

  const take = useCallback(
    async (before: number | null) => {
      try {
        const page = await read(before);
        if (page.length === 0 || page.some((item) => idOf(item) === 1)) setComplete(true);
        setItems((known) => mergePage(known ?? [], page, idOf));
        setProblem(null);
      } catch (error) {
        setProblem(toSentence(error));
      }
    },
    [read, idOf],
  );

  useEffect(() => {
    const wait_ms = isFirst.current ? 0 : refreshAfter_ms;
    isFirst.current = false;
    const timer = setTimeout(() => void take(null), wait_ms);
    return () => clearTimeout(timer);
  }, [take, changed]);

  const oldest = items?.at(-1);
  const showOlder = isComplete || oldest === undefined ? null : () => void take(idOf(oldest));
  return { items, problem, showOlder };
}

/** Newest first; what was read again replaces what was known of it. */
export function mergePage<T>(known: readonly T[], page: readonly T[], idOf: (item: T) => number): T[] {
  const byId = new Map([...known, ...page].map((item) => [idOf(item), item]));
  return [...byId.values()].sort((a, b) => idOf(b) - idOf(a));
}
