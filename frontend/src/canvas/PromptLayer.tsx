import { useShallow } from "zustand/react/shallow";

import type { Box } from "@/geometry/box";
import { toScreenPoint, type Viewport } from "@/geometry/viewport";
import { cssColor, objectColor } from "@/masks/colors";
import type { Prompt } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";

interface MarkProps {
  viewport: Viewport;
  color: string;
  waiting?: boolean;
}

/** Prompts of the shown frame as SVG over the canvases; draws what the store says and no more. */
export function PromptLayer() {
  const { viewport, prompts, pending, awaited, draftBox, numbers, selected } = useEditorStore(
    useShallow((state) => ({
      viewport: state.viewport,
      prompts: state.server?.prompts,
      pending: state.pending,
      awaited: state.awaited,
      draftBox: state.draftBox,
      numbers: state.server?.masklets,
      selected: state.selected,
    })),
  );
  const frame = useEditorStore((state) => state.shownFrame ?? state.frame);
  const hidden = useEditorStore((state) => state.hidden);
  const solo = useEditorStore((state) => state.solo);
  const leaving = useEditorStore((state) => state.leavingPrompts);
  if (!viewport) return null;
  const colorOf = (masklet: number | null) =>
    cssColor(objectColor(masklet === null ? nextNumber(numbers) : (numbers?.get(masklet)?.number ?? 1)));
  const shown = [...(prompts?.values() ?? [])].filter(
    ({ id, frame: on, masklet }) =>
      on === frame && !leaving.has(id) && !hidden.has(masklet) && (solo === null || masklet === solo),
  );
  const isAwaited = (masklet: number) =>
    awaited.some((entry) => entry.masklet === masklet && entry.frame === frame);
  return (
    <svg className="prompt-layer" aria-hidden="true">
      {shown.map((prompt) => (
        <PromptMarks
          key={prompt.id}
          prompt={prompt}
          viewport={viewport}
          color={colorOf(prompt.masklet)}
          waiting={isAwaited(prompt.masklet)}
        />
      ))}
      {pending
        .filter((prompt) => prompt.frame === frame)
        .map((prompt) =>
          prompt.point ? (
            <PointMark
              key={prompt.key}
              point={prompt.point}
              positive={prompt.positive ?? true}
              viewport={viewport}
              color={colorOf(prompt.masklet)}
              waiting
            />
          ) : (
            prompt.box && (
              <BoxMark
                key={prompt.key}
                box={prompt.box}
                viewport={viewport}
                color={colorOf(prompt.masklet)}
                waiting
              />
            )
          ),
        )}
      <BrushRing viewport={viewport} />
      {draftBox && <BoxMark box={draftBox} viewport={viewport} color={colorOf(selected)} />}
    </svg>
  );
}

/** What brush and eraser would touch; it stands for the pointer. */
function BrushRing({ viewport }: { viewport: Viewport }) {
  const { brushAt, brushSize, tool } = useEditorStore(
    useShallow(({ brushAt, brushSize, tool }) => ({ brushAt, brushSize, tool })),
  );
  if (!brushAt || (tool !== "brush" && tool !== "eraser")) return null;
  const at = toScreenPoint(viewport, brushAt);
  const radius = Math.max(2, (brushSize / 2) * viewport.scale);
  return <circle className="brush-ring" data-tool={tool} cx={at.x} cy={at.y} r={radius} />;
}

function PromptMarks({ prompt, ...look }: MarkProps & { prompt: Prompt }) {
  if (prompt.box) return <BoxMark box={prompt.box} {...look} />;
  return (prompt.points ?? []).map((point, index) => (
    <PointMark key={index} point={point} positive={prompt.labels?.[index] !== 0} {...look} />
  ));
}

function PointMark({
  point: [x, y],
  positive,
  viewport,
  color,
  waiting = false,
}: MarkProps & { point: [number, number]; positive: boolean }) {
  const at = toScreenPoint(viewport, { x, y });
  return (
    <g transform={`translate(${at.x} ${at.y})`} className={waiting ? "mark waiting" : "mark"}>
      {waiting && <circle r="7" className="mark-pulse" stroke={color} />}
      <circle r="6.5" fill={positive ? color : "#fff"} stroke={positive ? "#fff" : "#d1242f"} />
      <path d={positive ? "M-3 0H3M0-3V3" : "M-3 0H3"} stroke={positive ? "#111" : "#d1242f"} />
    </g>
  );
}

function BoxMark({ box, viewport, color, waiting = false }: MarkProps & { box: Box }) {
  const from = toScreenPoint(viewport, { x: box[0], y: box[1] });
  const to = toScreenPoint(viewport, { x: box[2], y: box[3] });
  return (
    <rect
      className={waiting ? "mark-box waiting" : "mark-box"}
      x={from.x}
      y={from.y}
      width={to.x - from.x}
      height={to.y - from.y}
      stroke={color}
    />
  );
}

function nextNumber(masklets: ReadonlyMap<number, { number: number }> | undefined): number {
  let highest = 0;
  for (const { number } of masklets?.values() ?? []) highest = Math.max(highest, number);
  return highest + 1;
}
