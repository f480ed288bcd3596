import { CompareBar } from "./CompareBar";
import { OperationList } from "./OperationList";
import { VersionList } from "./VersionList";

import { useEditorStore } from "@/state/editorStore";
import { closeHistory, openHistory } from "@/state/historyMoves";
import { listMasklets } from "@/state/videoState";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { CloseIcon } from "@/ui/icons";

import "./history.css";

/** Who did what, of one object or of the whole video; loaded when it is first opened. */
export default function HistoryPanel() {
  const history = useEditorStore((state) => state.history);
  const server = useEditorStore((state) => state.server);
  const labels = useEditorStore((state) => state.labels);
  if (!history || !server) return null;
  const masklet = history.masklet === null ? undefined : server.masklets.get(history.masklet);
  const objects = listMasklets(server).map(({ id, number, label }) => ({
    value: String(id),
    title: `Object ${number} · ${labels.find((known) => known.id === label)?.name ?? ""}`,
  }));
  return (
    <section className="panel history" aria-labelledby="history-title" data-testid="history-panel">
      <div className="panel-head">
        <h2 id="history-title">History</h2>
        <Button small icon variant="quiet" aria-label="Close the history" onClick={closeHistory}>
          <CloseIcon />
        </Button>
      </div>
      <Select
        small
        aria-label="History of"
        data-testid="history-of"
        value={masklet ? String(masklet.id) : ""}
        options={[{ value: "", title: "The whole video" }, ...objects]}
        onValueChange={(chosen) => openHistory(chosen === "" ? null : Number(chosen))}
      />
      <CompareBar />
      {masklet ? <VersionList key={masklet.id} masklet={masklet} /> : <OperationList />}
    </section>
  );
}
