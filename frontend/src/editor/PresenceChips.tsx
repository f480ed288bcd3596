import type { Presence } from "@/protocol/types";
import { goToFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";

/** Who else has this video open, and on which frame; a click goes there. */
export function PresenceChips() {
  const presence = useEditorStore((state) => state.presence);
  const session = useEditorStore((state) => state.session);
  const others = presence.filter((person) => person.session !== session);
  return (
    <ul className="presence" data-testid="presence" aria-label="People here" data-count={others.length}>
      {others.map((person) => (
        <li key={person.session}>
          <button
            type="button"
            title={`${nameOf(person)} is on frame ${person.frame}: go there`}
            onClick={() => goToFrame(person.frame)}
          >
            <span className="presence-initial">{nameOf(person).slice(0, 1).toUpperCase()}</span>
            <span>{nameOf(person)}</span>
            <span className="presence-frame">{person.frame}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function nameOf({ user }: Presence): string {
  return user.display_name || user.username;
}
