import { useEffect, useRef } from "react";
import { tinykeys } from "tinykeys";

import { isKeyTaken } from "@/tools/keyRegistry";

interface ReviewActions {
  approve: () => void;
  sendBack: () => void;
}

/** A approves and R sends back, except while the person types. */
export function useReviewKeys(actions: ReviewActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });

  useEffect(() => {
    const unlessTaken = (act: () => void) => (event: KeyboardEvent) => {
      if (isKeyTaken(event)) return;
      event.preventDefault();
      act();
    };
    return tinykeys(window, {
      a: unlessTaken(() => latest.current.approve()),
      r: unlessTaken(() => latest.current.sendBack()),
    });
  }, []);
}
