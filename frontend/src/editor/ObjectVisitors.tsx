import { useShallow } from "zustand/react/shallow";

import { useEditorStore } from "@/state/editorStore";
import { othersOf, visitorsOf } from "@/state/people";

/** Who else has this object in hand, in its row. */
export function ObjectVisitors({ masklet }: { masklet: number }) {
  const presence = useEditorStore(useShallow((state) => othersOf(state.presence, state.session)));
  return visitorsOf(presence, masklet).map(({ session, name, color, editsFrame }) => (
    <span
      key={session}
      className="object-visitor"
      style={{ background: color }}
      data-testid="object-visitor"
      data-edits={editsFrame ?? undefined}
    >
      {editsFrame === null ? name : `${name} edits frame ${editsFrame}`}
    </span>
  ));
}
