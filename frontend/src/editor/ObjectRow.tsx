import { useEffect, useRef, type ReactNode } from "react";

import { AttributeFields } from "./AttributeFields";
import { useEditorRuntime } from "./EditorContext";
import { ObjectMenu } from "./ObjectMenu";
import { ObjectVisitors } from "./ObjectVisitors";
import { PromptList } from "./PromptList";
import { EyeIcon, LockIcon, TrashIcon } from "./icons";

import { cssColor, objectColor } from "@/masks/colors";
import type { Masklet, MaskletStatus } from "@/protocol/types";
import { whyClosed } from "@/state/closed";
import { selectMasklet, toggleHidden, toggleLocked } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { countPresent } from "@/state/headRanges";
import { whyReadOnly } from "@/state/videoState";
import { Badge } from "@/ui/Badge";
import { Note } from "@/ui/Note";
import { Select } from "@/ui/Select";

const statusWords: Record<MaskletStatus, { text: string; tone: "plain" | "accent" | "ok" | "danger" | "warn" }> = {
  draft: { text: "Draft", tone: "plain" },
  submitted: { text: "In review", tone: "accent" },
  approved: { text: "Approved", tone: "ok" },
  rejected: { text: "Sent back", tone: "danger" },
  not_well_defined: { text: "Not well defined", tone: "warn" },
};

/** One object; `children` is what has to be said of it just now. */
export function ObjectRow({ masklet, children }: { masklet: Masklet; children?: ReactNode }) {
  const isSelected = useEditorStore((state) => state.selected === masklet.id);
  const masks = useEditorStore((state) => countPresent(state.server?.heads.get(masklet.id)));
  const isLeaving = useEditorStore((state) => state.leavingMasklets.has(masklet.id));
  const status = statusWords[masklet.status];
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    <li
      ref={row}
      className={["object-row", isSelected && "selected", isLeaving && "unsent"].filter(Boolean).join(" ")}
      data-testid="object-row"
      data-masklet={masklet.id}
      data-status={masklet.status}
      data-masks={masks}
      onClick={() => selectMasklet(masklet.id)}
    >
      <div className="object-head">
        <button
          type="button"
          className="object-name"
          aria-pressed={isSelected}
          aria-label={`Object ${masklet.number}, ${status.text}, masks on ${masks} frames`}
          onClick={() => selectMasklet(masklet.id)}
        >
          <span className="object-chip" style={{ background: cssColor(objectColor(masklet.number)) }}>
            {masklet.number}
          </span>
        </button>
        <LabelSelect masklet={masklet} />
        <RowButtons masklet={masklet} />
        <span className="row-buttons">
          <ObjectMenu masklet={masklet} />
        </span>
      </div>
      <div className="object-facts">
        <Badge tone={status.tone}>{status.text}</Badge>
        <span>{masks === 1 ? "1 frame" : `${masks} frames`}</span>
        <ObjectVisitors masklet={masklet.id} />
      </div>
      {children}
      {isSelected && <RowDetails masklet={masklet} />}
    </li>
  );
}

function LabelSelect({ masklet }: { masklet: Masklet }) {
  const { edits } = useEditorRuntime();
  const labels = useEditorStore((state) => state.labels);
  return (
    <Select
      small
      aria-label={`Label of object ${masklet.number}`}
      value={String(masklet.label)}
      disabled={whyReadOnly(masklet) !== null}
      options={labels
        .filter(({ id, deleted }) => !deleted || id === masklet.label)
        .map(({ id, name, deleted }) => ({
          value: String(id),
          title: deleted ? `${name} (off the menu)` : name,
        }))}
      onValueChange={(label) => void edits.relabel(masklet.id, Number(label))}
    />
  );
}

function RowButtons({ masklet: { id, number, status } }: { masklet: Masklet }) {
  const hidden = useEditorStore((state) => state.hidden.has(id));
  const locked = useEditorStore((state) => state.locked.has(id));
  const closed = useEditorStore((state) => whyClosed(state) !== null);
  const act = (action: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    action();
  };
  return (
    <span className="row-buttons">
      <button
        type="button"
        aria-label={hidden ? `Show object ${number}` : `Hide object ${number}`}
        title={hidden ? "Show (H)" : "Hide (H)"}
        aria-pressed={hidden}
        onClick={act(() => toggleHidden(id))}
      >
        <EyeIcon off={hidden} />
      </button>
      <button
        type="button"
        aria-label={locked ? `Unlock object ${number}` : `Lock object ${number}`}
        title={locked ? "Unlock (L)" : "Lock against changes by you (L)"}
        aria-pressed={locked}
        onClick={act(() => toggleLocked(id))}
      >
        <LockIcon open={!locked} />
      </button>
      <button
        type="button"
        aria-label={`Delete object ${number}`}
        title="Delete (Del)"
        data-testid="delete-object"
        disabled={closed || status === "submitted" || status === "approved"}
        onClick={act(() => useEditorStore.setState({ asksToDelete: id }))}
      >
        <TrashIcon />
      </button>
    </span>
  );
}

function RowDetails({ masklet }: { masklet: Masklet }) {
  const members = useEditorStore((state) => state.members);
  const refusal = whyReadOnly(masklet);
  const review = masklet.last_review;
  const reviewer = members.find(({ user }) => user.id === review?.reviewer)?.user;
  const sentBack = masklet.status === "rejected" || masklet.status === "not_well_defined";
  return (
    <>
      {refusal && (
        <p className="object-note" data-testid="read-only-reason">
          {refusal}
        </p>
      )}
      {sentBack && review && (
        <Note tone="warn" testId="review-note">
          <b>{reviewer ? reviewer.display_name || reviewer.username : "The reviewer"}:</b>{" "}
          {review.comment || "Please look at it again."}
        </Note>
      )}
      <AttributeFields masklet={masklet} />
      <PromptList masklet={masklet} />
    </>
  );
}
