import { countOf } from "./wording";

import type { MaskletCounts } from "@/protocol/types";

/** What objects have come to, as a bar: approved, waiting for a reviewer, sent back; the rest is being drawn. */
export function WorkBar({ counts }: { counts: MaskletCounts }) {
  const total = sumCounts(counts);
  if (total === 0) return null;
  const percent = (count: number) => ({ width: `${(100 * count) / total}%` });
  return (
    <div className="work-bar" role="img" aria-label={describeCounts(counts)} title={describeCounts(counts)}>
      <span className="work-bar__approved" style={percent(counts.approved + counts.not_well_defined)} />
      <span className="work-bar__submitted" style={percent(counts.submitted)} />
      <span className="work-bar__rejected" style={percent(counts.rejected)} />
    </div>
  );
}

export function sumCounts(counts: MaskletCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** "12 objects: 5 approved, 3 submitted, 1 sent back, 3 drafts". */
export function describeCounts(counts: MaskletCounts): string {
  const parts = [
    counts.approved && `${counts.approved} approved`,
    counts.submitted && `${counts.submitted} submitted`,
    counts.rejected && `${counts.rejected} sent back`,
    counts.not_well_defined && `${counts.not_well_defined} not well defined`,
    counts.draft && countOf(counts.draft, "draft"),
  ].filter(Boolean);
  const total = countOf(sumCounts(counts), "object");
  return parts.length ? `${total}: ${parts.join(", ")}` : total;
}
