import { useEffect, useMemo, useState } from "react";

import { useEditorRuntime } from "./EditorContext";
import { MaskThumbnail } from "./MaskThumbnail";
import { describeMoment, nameMember } from "./memberNames";

import { spansFromCounts } from "@/masks/spans";
import type { MaskState, Rle, SideEdit, TwoMasks } from "@/protocol/types";
import { compareMask } from "@/state/conflictMoves";
import { useEditorStore } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { decideOn, type Decision } from "@/sync/conflictEdits";
import { useTwoMasks } from "@/sync/queries/sideEdits";
import { Button } from "@/ui/Button";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** Both masks of a conflict, who made them when, and what can become of them. */
export function ConflictDecision({ sideEdit }: { sideEdit: SideEdit }) {
  const { masklet, frame } = sideEdit;
  const standing = useEditorStore((state) => findRange(state.server?.heads.get(masklet), frame)?.[2] ?? 0);
  const masks = useTwoMasks(sideEdit, standing);
  if (masks.isError) return <ProblemNote sentence={sentenceOf(masks.error)} />;
  if (!masks.data) return <p className="object-note">Loading both masks…</p>;
  return <TwoSides sideEdit={sideEdit} masks={masks.data} />;
}

function TwoSides({ sideEdit, masks }: { sideEdit: SideEdit; masks: TwoMasks }) {
  const { author, frame, masklet } = sideEdit;
  const { standing } = masks;
  const first = useEditorStore((state) => nameMember(state, standing?.author));
  const second = useEditorStore((state) => nameMember(state, author));
  const [shown, setShown] = useState<"first" | "second" | null>(null);
  useEffect(() => () => compareMask(null), []);

  function show(side: "first" | "second", rle: Rle | null) {
    const next = shown === side ? null : side;
    setShown(next);
    const spans = readSpans(rle);
    compareMask(next && spans ? { masklet, frame, spans } : null);
  }

  return (
    <div className="conflict">
      <p>
        {second === "You" ? "You" : second} and {first === "You" ? "you" : first} changed this frame at the same
        time.
      </p>
      <div className="conflict-sides">
        <Side
          name={mine(second)}
          at={sideEdit.created_at}
          state={sideEdit.state}
          rle={masks.rle}
          isShown={shown === "second"}
          onShow={() => show("second", masks.rle)}
          testId="conflict-mine"
        />
        <Side
          name={mine(first)}
          at={standing?.created_at ?? sideEdit.created_at}
          state={standing?.state ?? "cleared"}
          rle={standing?.rle ?? null}
          isShown={shown === "first"}
          onShow={() => show("first", standing?.rle ?? null)}
          testId="conflict-theirs"
        />
      </div>
      <DecisionButtons sideEdit={sideEdit} masks={masks} first={mine(first)} second={mine(second)} />
    </div>
  );
}

interface SideProps {
  name: string;
  at: string;
  state: MaskState;
  rle: Rle | null;
  isShown: boolean;
  onShow: () => void;
  testId: string;
}

const stateWords: Record<MaskState, string> = {
  present: "a mask",
  absent: "“not there”",
  cleared: "no mask",
};

function Side({ name, at, state, rle, isShown, onShow, testId }: SideProps) {
  const spans = useMemo(() => readSpans(rle), [rle]);
  return (
    <button type="button" className="conflict-side" aria-pressed={isShown} onClick={onShow} data-testid={testId}>
      {spans ? <MaskThumbnail spans={spans} /> : <span className="conflict-none">{stateWords[state]}</span>}
      <b>{name}</b>
      <span>{describeMoment(at)}</span>
    </button>
  );
}

interface ButtonsProps {
  sideEdit: SideEdit;
  masks: TwoMasks;
  first: string;
  second: string;
}

function DecisionButtons({ sideEdit, masks, first, second }: ButtonsProps) {
  const { session } = useEditorRuntime();
  const [decided, setDecided] = useState<Decision | null>(null);
  const canCombine = masks.rle !== null && Boolean(masks.standing?.rle);

  async function decide(decision: Decision) {
    setDecided(decision);
    await decideOn(session, sideEdit, decision, masks.standing?.version);
    setDecided(null);
  }

  const button = (decision: Decision, words: string) => (
    <Button
      small
      busy={decided === decision}
      disabled={decided !== null}
      onClick={() => void decide(decision)}
      data-testid={`conflict-${decision}`}
    >
      {words}
    </Button>
  );
  return (
    <div className="decision-buttons">
      {button("replace", `Use ${inSentence(second)}`)}
      {canCombine && button("union", "Combine both")}
      {button("dismiss", `Keep ${inSentence(first)}`)}
    </div>
  );
}

function mine(name: string): string {
  return name === "You" ? "Yours" : `${name}’s`;
}

function readSpans(rle: Rle | null) {
  return rle && spansFromCounts(rle.counts, rle.size[0], rle.size[1]);
}

function inSentence(owner: string): string {
  return owner === "Yours" ? "yours" : owner;
}
