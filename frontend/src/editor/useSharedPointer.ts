import { useEffect, type RefObject } from "react";

import { useEditorRuntime } from "./EditorContext";

import { shownFrame } from "@/state/editorMoves";

/** Lets the others see where this person points. */
export function useSharedPointer(room: RefObject<HTMLDivElement | null>): void {
  const { session, stage } = useEditorRuntime();
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const move = ({ clientX, clientY }: PointerEvent) => {
      const at = stage.current?.toImagePoint({ x: clientX, y: clientY });
      if (at) session.shared.pointAt(shownFrame(), at);
    };
    const leave = () => session.shared.pointAt(shownFrame(), null);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
    };
  }, [room, session, stage]);
}
