import { useShallow } from "zustand/react/shallow";

import { useEditorRuntime } from "./EditorContext";

import { useEditorStore } from "@/state/editorStore";
import { holdersOf, joinNames, nameOf, othersOf, personColor } from "@/state/people";

/** What one should know of the others before one acts: who is at work right here, whom one follows. */
export function PeopleNotices() {
  const { mode } = useEditorRuntime();
  return (
    <>
      {mode === "annotate" && <HoldWarning />}
      <FollowNote />
    </>
  );
}

function HoldWarning() {
  const text = useEditorStore(({ presence, session, selected, shownFrame, frame, server }) => {
    if (selected === null) return null;
    const holders = holdersOf(othersOf(presence, session), selected, shownFrame ?? frame);
    if (!holders.length) return null;
    const verb = new Set(holders.map(nameOf)).size > 1 ? "are" : "is";
    const number = server?.masklets.get(selected)?.number ?? "";
    return `${joinNames(holders.map(nameOf))} ${verb} editing object ${number} on this frame: you can draw too, and one of you may have to choose.`;
  });
  if (!text) return null;
  return (
    <p className="stage-hint stage-warning" role="status" data-testid="hold-warning">
      {text}
    </p>
  );
}

function FollowNote() {
  const followed = useEditorStore(
    useShallow(({ presence, following }) => {
      const person = presence.find(({ session }) => session === following);
      return person ? { name: nameOf(person), color: personColor(person.user.id) } : null;
    }),
  );
  if (!followed) return null;
  return (
    <>
      <span className="follow-frame" style={{ borderColor: followed.color }} />
      <p className="stage-hint" data-testid="follow-note" style={{ background: followed.color }}>
        You follow {followed.name}: any step of your own ends it
      </p>
    </>
  );
}
