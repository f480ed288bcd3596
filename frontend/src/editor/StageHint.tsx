import { useEffect, useState } from "react";

import { useEditorStore } from "@/state/editorStore";
import { whyReadOnly } from "@/state/videoState";

/** A click normally answers well within this. */
const slowAfter_ms = 6_000;

/** One line at the top of the stage: what to do next, why nothing can be done, or what is awaited. */
export function StageHint() {
  const late = useLateMask();
  const hint = useEditorStore((state) => {
    const { server, selected, tool, pending } = state;
    if (!server || state.playing) return null;
    const masklet = selected === null ? undefined : server.masklets.get(selected);
    const refusal = whyReadOnly(masklet);
    if (refusal && tool !== "select") return refusal;
    const hasPrompt = [...server.prompts.values()].some((prompt) => prompt.masklet === selected);
    const isBrush = tool === "brush" || tool === "eraser";
    if (isBrush && selected === null) return "Select an object to draw it, or add one (N)";
    if (hasPrompt || pending.length || isBrush || tool === "select") return null;
    if (tool === "box") return "Drag a box round the object to label it";
    return "Click the object to label it";
  });
  const text = late ?? hint;
  if (!text) return null;
  return (
    <p className="stage-hint" data-testid="stage-hint">
      {text}
    </p>
  );
}

function useLateMask(): string | null {
  const since_ms = useEditorStore((state) => state.awaited[0]?.since_ms ?? null);
  const [lateSince_ms, setLateSince] = useState<number | null>(null);
  useEffect(() => {
    if (since_ms === null) return;
    const timer = setTimeout(() => setLateSince(since_ms), since_ms + slowAfter_ms - Date.now());
    return () => clearTimeout(timer);
  }, [since_ms]);
  if (since_ms === null || lateSince_ms !== since_ms) return null;
  return "The mask takes longer than usual: the model may be busy. Your prompt is saved.";
}
