import { describeStatus } from "./describeStatus";

import { useServerStatus } from "@/sync/queries/status";

/** Says what does not work just now; nothing while all is well. */
export function StatusBanner() {
  const { data, isError } = useServerStatus();
  const sentence = describeStatus(isError ? "unreachable" : data);
  return (
    <div role="status">{sentence && <p className="status-banner" data-testid="status-banner">{sentence}</p>}</div>
  );
}
