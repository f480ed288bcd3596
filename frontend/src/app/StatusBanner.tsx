import { describeStatus } from "./describeStatus";

import { useServerStatus } from "@/sync/queries/status";

/** Says what does not work just now; nothing while all is well. */
export function StatusBanner() {
  const { data, isError } = useServerStatus();
  const sentences = describeStatus(isError ? "unreachable" : data);
  return (
    <div role="status">
      {sentences.length > 0 && (
        <div className="status-banner" data-testid="status-banner">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </div>
  );
}
