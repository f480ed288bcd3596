import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  hint: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ title, hint, icon, children }: EmptyStateProps) {
  return (
    <div className="ui-empty">
      {icon && <span className="ui-muted">{icon}</span>}
      <h2>{title}</h2>
      <p>{hint}</p>
      {children}
    </div>
  );
}
