import { useState } from "react";

import { describeChoice } from "./describeChoice";

import type { Direction } from "@/protocol/types";
import { setRange } from "@/state/editorMoves";
import { useEditorStore, type PropagationChoice } from "@/state/editorStore";
import { ChevronIcon } from "@/ui/icons";
import { useMediaQuery } from "@/ui/useMediaQuery";

const directions: { value: Direction; title: string }[] = [
  { value: "backward", title: "Backward" },
  { value: "both", title: "Both" },
  { value: "forward", title: "Forward" },
];

const scopes: { value: PropagationChoice["scope"]; title: string }[] = [
  { value: "selected", title: "Selected object" },
  { value: "all", title: "All objects" },
];

/** In a low window they would leave the objects above them no room: there they are one line until asked for. */
const LOW_WINDOW = "(max-height: 860px)";

/** Where to, what and over which frames; on one line where the window is low. */
export function PropagateOptions() {
  const isLow = useMediaQuery(LOW_WINDOW);
  const [isOpen, setIsOpen] = useState(false);
  const line = useEditorStore((state) => describeChoice(state.propagationChoice, state.range));
  if (!isLow) return <OptionFields />;
  return (
    <>
      <button
        type="button"
        className="propagate-line"
        aria-expanded={isOpen}
        data-testid="propagate-options"
        onClick={() => setIsOpen(!isOpen)}
      >
        <span>{line}</span>
        <ChevronIcon />
      </button>
      {isOpen && <OptionFields />}
    </>
  );
}

function OptionFields() {
  const choice = useEditorStore((state) => state.propagationChoice);
  const choose = (change: Partial<PropagationChoice>) =>
    useEditorStore.setState({ propagationChoice: { ...choice, ...change } });
  return (
    <>
      <Segments
        label="Direction"
        options={directions}
        chosen={choice.direction}
        testId="propagate"
        onChoose={(direction) => choose({ direction })}
      />
      <Segments
        label="Objects"
        options={scopes}
        chosen={choice.scope}
        testId="propagate-scope"
        onChoose={(scope) => choose({ scope })}
      />
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
    </>
  );
}

interface SegmentsProps<Value extends string> {
  label: string;
  options: readonly { value: Value; title: string }[];
  chosen: Value;
  /** What the buttons' test ids begin with. */
  testId: string;
  onChoose: (value: Value) => void;
}

/** Buttons side by side of which one is pressed. */
function Segments<Value extends string>({ label, options, chosen, testId, onChoose }: SegmentsProps<Value>) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map(({ value, title }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen === value}
          data-testid={`${testId}-${value}`}
          onClick={() => onChoose(value)}
        >
          {title}
        </button>
      ))}
    </div>
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
