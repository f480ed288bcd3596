import { useCallback } from "react";

import { useEditorRuntime } from "../EditorContext";

import { HistoryEntry } from "./HistoryEntry";
import { useHistoryPages } from "./useHistoryPages";

import type { Masklet, Version } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { nameKind, sayFrames } from "@/state/operationWords";
import { Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";

const numberOf = ({ number }: Version) => number;

/** The versions of one object; a click holds one against the present one. */
export function VersionList({ masklet }: { masklet: Masklet }) {
  const { history, comparison } = useEditorRuntime();
  const compared = useEditorStore((state) => state.comparison);
  const read = useCallback(
    (before: number | null) => history.listVersions(masklet.id, before),
    [history, masklet.id],
  );
  const { items, problem, showOlder } = useHistoryPages(read, numberOf, masklet.head);
  if (!items) return problem ? <ProblemNote sentence={problem} /> : <Loading what="the history" />;
  if (!items.length) return <p className="panel-empty">Nothing has been said about this object yet.</p>;

  /** The newest is held against the one before it, every other against the newest. */
  const choose = (number: number) =>
    number === masklet.head
      ? comparison.open(masklet.id, number - 1, number)
      : comparison.open(masklet.id, number, masklet.head);

  return (
    <>
      <ProblemNote sentence={problem} />
      <ol className="history-list" data-testid="version-list">
        {items.map((version) => (
          <HistoryEntry
            key={version.number}
            title={nameKind(version.kind)}
            detail={`Version ${version.number} · ${sayFrames(version.ranges)}`}
            author={version.author}
            at={version.created_at}
            isUndone={version.undone_by !== null}
            thumbnail={version.thumbnail}
            isChosen={compared?.masklet === masklet.id && [compared.a, compared.b].includes(version.number)}
            testId={`version-${version.number}`}
            onChoose={() => void choose(version.number)}
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
