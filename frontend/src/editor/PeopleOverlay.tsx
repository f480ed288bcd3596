import { useEffect, useRef } from "react";

import { useEditorRuntime } from "./EditorContext";

import { PeopleLayer } from "@/canvas/PeopleLayer";

/** Pointers and strokes in progress of the others, over everything else on the stage. */
export function PeopleOverlay() {
  const { session } = useEditorRuntime();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const layer = new PeopleLayer(canvas.current, session.people);
    return () => layer.stop();
  }, [session]);
  return <canvas ref={canvas} className="people-layer" data-testid="people-layer" aria-hidden="true" />;
}
