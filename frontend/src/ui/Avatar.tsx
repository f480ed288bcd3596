interface AvatarProps {
  name: string;
  /** Behind the white initial. */
  color: string;
  /** What this person is here for; read out and shown when the pointer rests. */
  title: string;
}

/** A person as a coloured initial. */
export function Avatar({ name, color, title }: AvatarProps) {
  return (
    <span className="ui-avatar" style={{ background: color }} title={title}>
      <span aria-hidden="true">{name.slice(0, 1).toUpperCase()}</span>
      <span className="visually-hidden">{title}</span>
    </span>
  );
}
