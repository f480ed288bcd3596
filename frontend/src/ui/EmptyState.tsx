import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  hint: ReactNode;
  icon?: ReactNode;
  /** True where it is all there is on the page. */
  isPage?: boolean;
  children?: ReactNode;
}

export function EmptyState({ title, hint, icon, isPage = false, children }: EmptyStateProps) {
  return (
    <div className="ui-empty">
      {icon && <span className="ui-muted">{icon}</span>}
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{hint}</p>
      {children}
    </div>
  );
}
