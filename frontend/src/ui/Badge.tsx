import type { ReactNode } from "react";

export type BadgeTone = "plain" | "accent" | "ok" | "danger" | "warn";

export function Badge({ tone = "plain", children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={tone === "plain" ? "ui-badge" : `ui-badge ui-badge--${tone}`}>{children}</span>;
}
