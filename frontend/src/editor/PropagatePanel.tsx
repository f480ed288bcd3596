import { useState } from "react";

import { useEditorRuntime } from "./EditorContext";
import { PropagationList } from "./PropagationList";
import { makeWish, startPropagation } from "./propagationWish";

import type { Direction } from "@/protocol/types";
import { setRange } from "@/state/editorMoves";
import { useEditorStore, type PropagationChoice } from "@/state/editorStore";
import { Button } from "@/ui/Button";

const directions: { value: Direction; title: string }[] = [
  { value: "backward", title: "Backward" },
  { value: "both", title: "Both" },
  { value: "forward", title: "Forward" },
];

const scopes: { value: PropagationChoice["scope"]; title: string }[] = [
  { value: "selected", title: "Selected object" },
  { value: "all", title: "All objects" },
];

/** Tracks objects through the video from their prompts. */
export function PropagatePanel() {
  const { edits } = useEditorRuntime();
  const choice = useEditorStore((state) => state.propagationChoice);
  const problem = useEditorStore((state) => {
    const wish = makeWish(state, state.propagationChoice);
    return typeof wish === "string" ? wish : null;
  });
  const choose = (change: Partial<PropagationChoice>) =>
    useEditorStore.setState({ propagationChoice: { ...choice, ...change } });
  return (
    <section className="panel propagate" aria-labelledby="propagate-title">
      <div className="panel-head">
        <h2 id="propagate-title">Propagate</h2>
      </div>
      <div className="segments" role="group" aria-label="Direction">
        {directions.map(({ value, title }) => (
          <button
            key={value}
            type="button"
            aria-pressed={choice.direction === value}
            data-testid={`propagate-${value}`}
            onClick={() => choose({ direction: value })}
          >
            {title}
          </button>
        ))}
      </div>
      <div className="segments" role="group" aria-label="Objects">
        {scopes.map(({ value, title }) => (
          <button
            key={value}
            type="button"
            aria-pressed={choice.scope === value}
            data-testid={`propagate-scope-${value}`}
            onClick={() => choose({ scope: value })}
          >
            {title}
          </button>
        ))}
      </div>
      <RangeFields />
      <label className="check" title="Otherwise tracking starts at the first prompt">
        <input
          type="checkbox"
          checked={choice.fromHere}
          data-testid="propagate-from-here"
          onChange={(event) => choose({ fromHere: event.target.checked })}
        />
        Start at the shown frame
      </label>
      <Button
        variant="primary"
        data-testid="propagate"
        disabled={problem !== null}
        title="Ctrl+Shift+Enter"
        onClick={() => startPropagation(edits)}
      >
        Propagate
      </Button>
      {problem && <p className="object-note">{problem}</p>}
      <PropagationList />
    </section>
  );
}

function RangeFields() {
  const range = useEditorStore((state) => state.range);
  const numFrames = useEditorStore((state) => state.frames?.num_frames ?? 0);
  const [start, stop] = range ?? [0, numFrames];
  return (
    <div className="range-fields">
      <FrameField
        label="Frames"
        testId="range-start"
        value={start}
        max={numFrames - 1}
        onCommit={(value) => setRange([value, Math.max(stop, value + 1)])}
      />
      <FrameField
        label="until before"
        testId="range-stop"
        value={stop}
        max={numFrames}
        onCommit={(value) => setRange([Math.min(start, Math.max(0, value - 1)), value])}
      />
      <button type="button" className="link" title="Whole video" disabled={!range} onClick={() => setRange(null)}>
        All
      </button>
    </div>
  );
}

interface FrameFieldProps {
  label: string;
  testId: string;
  value: number;
  max: number;
  onCommit: (value: number) => void;
}

/** Takes over what was typed when the field is left, so that half a number moves nothing. */
function FrameField({ label, testId, value, max, onCommit }: FrameFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const number = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(number)) onCommit(number);
    setTyped(null);
  };
  return (
    <label>
      {label}
      <input
        type="number"
        min={0}
        max={max}
        data-testid={testId}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
    </label>
  );
}
