import { useEditorStore } from "@/state/editorStore";
import { nameOf, othersOf, personColor } from "@/state/people";

const toolWords: Record<string, string> = {
  point: "pointing",
  box: "drawing boxes",
  brush: "painting",
  eraser: "erasing",
  select: "looking",
};

/** Who else has this video open, on which frame and with which tool; a click follows them. */
export function PresenceChips() {
  const presence = useEditorStore((state) => state.presence);
  const session = useEditorStore((state) => state.session);
  const following = useEditorStore((state) => state.following);
  const others = othersOf(presence, session);
  return (
    <ul className="presence" data-testid="presence" aria-label="People here" data-count={others.length}>
      {others.map((person) => {
        const followed = person.session === following;
        const name = nameOf(person);
        const doing = toolWords[person.tool] ?? person.tool;
        return (
          <li key={person.session}>
            <button
              type="button"
              aria-pressed={followed}
              data-user={person.user.username}
              title={
                followed
                  ? `You follow ${name}: click to stop`
                  : `${name} is on frame ${person.frame}, ${doing}: click to follow`
              }
              style={followed ? { borderColor: personColor(person.user.id) } : undefined}
              onClick={() => useEditorStore.setState({ following: followed ? null : person.session })}
            >
              <span className="presence-initial" style={{ background: personColor(person.user.id) }}>
                {name.slice(0, 1).toUpperCase()}
              </span>
              <span>{name}</span>
              <span className="presence-frame">
                {person.frame} · {doing}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
