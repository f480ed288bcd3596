import { useEffect, type RefObject } from "react";

import { useEditorRuntime } from "./EditorContext";

import { clampPoint, isInside } from "@/geometry/box";
import type { Size } from "@/geometry/viewport";

/** Shows what a click would give where the pointer rests. */
export function useHoverPreview(room: RefObject<HTMLDivElement | null>, { width, height }: Size): void {
  const { session, stage, mode } = useEditorRuntime();
  useEffect(() => {
    const element = room.current;
    if (!element || mode === "review") return;
    const { hover } = session;
    const move = ({ clientX, clientY, buttons }: PointerEvent) => {
      if (buttons) return hover.press();
      const screen = { x: clientX, y: clientY };
      const point = stage.current?.toImagePoint(screen);
      if (!point || !isInside(point, { width, height })) return hover.pointAt(null);
      // The very point that a click here would add.
      const { x, y } = clampPoint(point, { width, height });
      hover.pointAt({ screen, at: [x, y] });
    };
    const press = () => hover.press();
    const leave = () => hover.pointAt(null);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerdown", press);
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerdown", press);
      element.removeEventListener("pointerleave", leave);
      leave();
    };
  }, [room, session, stage, mode, width, height]);
}
