import { useEffect, useRef } from "react";
import { tinykeys } from "tinykeys";

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
    const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      event.preventDefault();
      act();
    };
    return tinykeys(window, {
      a: unlessTyping(() => latest.current.approve()),
      r: unlessTyping(() => latest.current.sendBack()),
    });
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
