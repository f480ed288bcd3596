import { MaskThumbnail } from "./MaskThumbnail";

import type { Thumbnail } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { Badge } from "@/ui/Badge";

interface HistoryEntryProps {
  title: string;
  detail: string;
  author: number;
  at: string;
  isUndone: boolean;
  thumbnail: Thumbnail | null;
  isChosen: boolean;
  testId: string;
  onChoose: () => void;
}

/** What was done, by whom and when, with a picture where it made a mask. */
export function HistoryEntry(entry: HistoryEntryProps) {
  const { title, detail, author, at, isUndone, thumbnail, isChosen, testId, onChoose } = entry;
  const person = useEditorStore((state) => state.members.find(({ user }) => user.id === author)?.user);
  const who = person ? person.display_name || person.username : "Somebody who left";
  return (
    <li>
      <button type="button" aria-pressed={isChosen} data-testid={testId} onClick={onChoose}>
        <MaskThumbnail thumbnail={thumbnail} />
        <span className="history-text">
          <b>
            {title} {isUndone && <Badge>undone</Badge>}
          </b>
          {detail && <span>{detail}</span>}
          <small title={new Date(at).toLocaleString()}>
            {who} · {sayTime(at)}
          </small>
        </span>
      </button>
    </li>
  );
}

/** The time of day; before today also the date. */
function sayTime(at: string): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday
    ? time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })
    : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
