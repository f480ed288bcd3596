import { Progress as Radix } from "radix-ui";

interface ProgressProps {
  /** From 0 to 1. */
  share: number;
  label: string;
}

export function Progress({ share, label }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <Radix.Root className="ui-progress" value={percent} max={100} aria-label={label}>
      <Radix.Indicator className="ui-progress__bar" style={{ width: `${percent}%` }} />
    </Radix.Root>
  );
}
