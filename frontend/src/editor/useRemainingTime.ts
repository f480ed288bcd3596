import { useEffect, useState } from "react";

import { useEditorStore } from "@/state/editorStore";
import { formatRemaining } from "@/ui/remaining";

const sampleEvery_ms = 1_000;
/** Speed is measured over the last seconds, so that a slow start is forgotten. */
const maxSamples = 15;

/** "about 12 s left", from how fast the last frames came; empty until that is known. */
export function useRemainingTime(propagation: number): string {
  const [text, setText] = useState("");
  useEffect(() => {
    const samples: { at_ms: number; done: number }[] = [];
    const timer = setInterval(() => {
      const { progress, server } = useEditorStore.getState();
      const now = progress.get(propagation) ?? server?.propagations.get(propagation);
      if (!now) return;
      samples.push({ at_ms: performance.now(), done: now.frames_done });
      if (samples.length > maxSamples) samples.shift();
      const first = samples[0];
      const last = samples[samples.length - 1];
      if (!first || !last || last.done <= first.done) return;
      const frames_per_s = ((last.done - first.done) / (last.at_ms - first.at_ms)) * 1000;
      setText(formatRemaining((now.frames_total - last.done) / frames_per_s));
    }, sampleEvery_ms);
    return () => clearInterval(timer);
  }, [propagation]);
  return text;
}
