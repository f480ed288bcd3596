import { useEditorStore } from "@/state/editorStore";
import { whatWaits } from "@/state/whatWaits";

const sentences = {
  click: "Your click is saved; its mask comes once a gpu worker is back.",
  track: "Its tracking is saved and goes on once a gpu worker is back.",
};

/** What of an object waits for a gpu worker, while none is there. */
export function WaitingNote({ masklet }: { masklet: number }) {
  const waits = useEditorStore((state) => whatWaits(state, masklet));
  if (!waits) return null;
  return (
    <p className="object-note" data-testid="waits-for-worker">
      {sentences[waits]}
    </p>
  );
}
