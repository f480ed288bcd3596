import { useCallback } from "react";

import { useEditorRuntime } from "../EditorContext";

import { HistoryEntry } from "./HistoryEntry";
import { useHistoryPages } from "./useHistoryPages";

import type { Operation } from "@/protocol/types";
import { sayValue } from "@/state/attributes";
import { goToFrame, selectMasklet } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { describeGesture } from "@/state/operationWords";
import { Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";

const idOf = ({ id }: Operation) => id;

/** Everything that was done in the video; a click shows what it changed. */
export function OperationList() {
  const { history, comparison } = useEditorRuntime();
  const changed = useEditorStore((state) => state.server?.lastSeq ?? 0);
  const masklets = useEditorStore((state) => state.server?.masklets);
  const compared = useEditorStore((state) => state.comparison);
  const labels = useEditorStore((state) => state.labels);
  const read = useCallback((before: number | null) => history.listOperations(before), [history]);
  const { items, problem, showOlder } = useHistoryPages(read, idOf, changed);
  if (!items) return problem ? <ProblemNote sentence={problem} /> : <Loading what="the history" />;
  if (!items.length) return <p className="panel-empty">Nothing has been done in this video yet.</p>;

  const choose = ({ versions, ranges }: Operation) => {
    const made = versions.filter(([id]) => masklets?.has(id));
    const [first] = made;
    if (first) {
      const [id] = first;
      const numbers = made.filter(([other]) => other === id).map(([, number]) => number);
      selectMasklet(id);
      void comparison.open(id, Math.min(...numbers) - 1, Math.max(...numbers));
    } else if (ranges[0]) {
      goToFrame(ranges[0][1]);
    }
  };

  return (
    <>
      <ProblemNote sentence={problem} />
      <ol className="history-list" data-testid="operation-list">
        {items.map((operation) => (
          <HistoryEntry
            key={operation.id}
            title={describeGesture(operation, (id) => masklets?.get(id)?.number)}
            detail={operation.attributes.map(({ attribute, new: now }) => sayValue(labels, attribute, now)).join(", ")}
            author={operation.author}
            at={operation.created_at}
            isUndone={operation.undone_by !== null}
            thumbnail={operation.thumbnail}
            isChosen={operation.versions.some(
              ([id, number]) => id === compared?.masklet && number === compared.b,
            )}
            testId={`operation-${operation.kind}`}
            onChoose={() => choose(operation)}
          />
        ))}
      </ol>
      {showOlder && (
        <Button small onClick={showOlder}>
          Older
        </Button>
      )}
    </>
  );
}
