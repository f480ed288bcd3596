import { useEditorStore } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { listMasklets } from "@/state/videoState";

/** What the canvas shows, in words, for people who do not see it. */
export function LiveMirror() {
  const announcement = useEditorStore((state) => state.announcement);
  const playing = useEditorStore((state) => state.playing);
  return (
    <div className="visually-hidden">
      <p role="status" aria-live="polite" data-testid="announcement">
        {announcement}
      </p>
      {!playing && <FrameInWords />}
    </div>
  );
}

function FrameInWords() {
  const frame = useEditorStore((state) => state.shownFrame ?? state.frame);
  const server = useEditorStore((state) => state.server);
  const labels = useEditorStore((state) => state.labels);
  if (!server) return null;
  return (
    <ul aria-label={`Objects on frame ${frame}`} data-testid="frame-mirror">
      {listMasklets(server).map(({ id, number, label }) => {
        const range = findRange(server.heads.get(id), frame);
        const state = range ? `${range[4]}, ${range[3]}` : "no mask";
        const name = labels.find((known) => known.id === label)?.name ?? "";
        return (
          <li key={id} data-masklet={id} data-state={range?.[4] ?? "none"} data-version={range?.[2] ?? 0}>
            Object {number} {name}: {state}
          </li>
        );
      })}
    </ul>
  );
}
