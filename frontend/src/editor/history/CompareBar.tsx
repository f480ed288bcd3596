import { useShallow } from "zustand/react/shallow";

import { useEditorRuntime } from "../EditorContext";

import { RestoreButtons } from "./RestoreButtons";

import { comparisonColors, cssColor } from "@/masks/colors";
import { countPixels, partitionSpans } from "@/masks/partition";
import { goToFrame } from "@/state/editorMoves";
import { useEditorStore, type VersionMasks, type ComparedVersions } from "@/state/editorStore";
import { sayFrames } from "@/state/operationWords";
import { Button } from "@/ui/Button";

/** The two versions on the canvas: which they are, where they differ, and the way back to the older. */
export function CompareBar() {
  const { comparison } = useEditorRuntime();
  const { compared, masks } = useEditorStore(
    useShallow((state) => ({ compared: state.comparison, masks: state.versionMasks })),
  );
  const masklet = useEditorStore((state) => state.server?.masklets.get(compared?.masklet ?? 0));
  if (!compared || !masklet) return <p className="panel-empty">Click an entry to see what it changed.</p>;
  return (
    <div className="compare-bar" data-testid="compare-bar" data-a={compared.a} data-b={compared.b}>
      <p>
        <Side color={cssColor(comparisonColors.a)} text={nameVersion(compared.a)} />
        {" against "}
        <Side color={cssColor(comparisonColors.b)} text={nameVersion(compared.b, masklet.head)} />
      </p>
      <DifferenceSteps {...compared} />
      {masks && <p className="compare-facts">{describeFrame(masks)}</p>}
      <RestoreButtons masklet={masklet} compared={compared} />
      <Button small variant="quiet" onClick={() => comparison.close()}>
        Back to the present masks (Esc)
      </Button>
    </div>
  );
}

function Side({ color, text }: { color: string; text: string }) {
  return (
    <span className="compare-side">
      <i style={{ background: color }} /> {text}
    </span>
  );
}

function nameVersion(version: number, head?: number): string {
  if (version === 0) return "nothing yet";
  return version === head ? `version ${version} (now)` : `version ${version}`;
}

function DifferenceSteps({ frames }: ComparedVersions) {
  const frame = useEditorStore((state) => state.shownFrame ?? state.frame);
  if (!frames) return <p className="compare-facts">Looking for differences…</p>;
  if (!frames.length) return <p className="compare-facts">The two show the same masks on all frames.</p>;
  const before = frames.findLast((entry) => entry.frame < frame);
  const after = frames.find((entry) => entry.frame > frame);
  const step = (entry: { frame: number } | undefined, text: string, testId: string) => (
    <Button
      small
      disabled={!entry}
      data-testid={testId}
      onClick={() => {
        if (entry) goToFrame(entry.frame);
      }}
    >
      {text}
    </Button>
  );
  return (
    <div className="compare-steps" data-testid="compare-frames" data-count={frames.length}>
      {step(before, "◀", "previous-difference")}
      <span>
        {frames.length === 1 ? "1 frame differs" : `${frames.length} frames differ`}:{" "}
        {sayFrames(toRanges(frames.map((entry) => entry.frame)))}
      </span>
      {step(after, "▶", "next-difference")}
    </div>
  );
}

/** Ascending frames as [start, stop) ranges. */
export function toRanges(frames: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const frame of frames) {
    const last = ranges.at(-1);
    if (last?.[1] === frame) last[1] = frame + 1;
    else ranges.push([frame, frame + 1]);
  }
  return ranges;
}

function describeFrame({ frame, a, b }: VersionMasks): string {
  const parts = partitionSpans(a, b);
  if (!parts) return `Frame ${frame}: no mask in either.`;
  const [onlyA, onlyB, both] = [parts.onlyA, parts.onlyB, parts.both].map(countPixels);
  if (!onlyA && !onlyB) return `Frame ${frame}: the same mask in both.`;
  return `Frame ${frame}: ${both} pixels in both, ${onlyA} only in the first, ${onlyB} only in the second.`;
}
