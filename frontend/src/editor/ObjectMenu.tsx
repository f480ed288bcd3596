import { MoreIcon } from "./icons";

import type { Masklet } from "@/protocol/types";
import { shownFrame } from "@/state/editorMoves";
import { useEditorStore, type StructureAsk } from "@/state/editorStore";
import { openHistory } from "@/state/historyMoves";
import { whyReadOnly } from "@/state/videoState";
import { Menu, MenuHead, MenuItem, MenuLine } from "@/ui/Menu";

/** What can be done with a whole object, or with many of its frames at once. */
export function ObjectMenu({ masklet }: { masklet: Masklet }) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`More about object ${masklet.number}`}
          title="More"
          data-testid="object-menu"
          onClick={(event) => event.stopPropagation()}
        >
          <MoreIcon />
        </button>
      }
    >
      <ObjectMenuItems masklet={masklet} />
    </Menu>
  );
}

function ObjectMenuItems({ masklet }: { masklet: Masklet }) {
  const isAlone = useEditorStore((state) => (state.server?.masklets.size ?? 0) < 2);
  const refusal = whyReadOnly(masklet);
  const frame = shownFrame();
  const ask = (kind: StructureAsk["kind"]) => () => {
    useEditorStore.setState({ structureAsk: { kind, masklet: masklet.id } });
  };
  const item = (kind: StructureAsk["kind"], text: string, key?: string, needsOther = false) => (
    <MenuItem
      onSelect={ask(kind)}
      disabled={refusal !== null || (needsOther && isAlone)}
      testId={`structure-${kind}`}
    >
      {text}
      {key && <kbd>{key}</kbd>}
    </MenuItem>
  );
  return (
    <>
      <MenuHead>{refusal ?? `Object ${masklet.number}`}</MenuHead>
      {item("split", `Split at frame ${frame}…`, "X")}
      {item("merge", "Merge with…", "G", true)}
      {item("swap", `Swap with… from frame ${frame}`, "W", true)}
      <MenuLine />
      {item("copy", "Copy this mask to frames…", "Shift+D")}
      {item("absent", "Not there on frames…", "Shift+A")}
      {item("cleared", "Clear frames…")}
      <MenuLine />
      <MenuItem onSelect={() => openHistory(masklet.id)} testId="object-history">
        History<kbd>I</kbd>
      </MenuItem>
    </>
  );
}
