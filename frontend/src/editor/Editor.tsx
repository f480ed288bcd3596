import { lazy, Suspense, useEffect, useRef, useState, type MouseEvent } from "react";

import { AccessNotice } from "./AccessNotice";
import { CanvasStage } from "./CanvasStage";
import { ClosedNotice } from "./ClosedNotice";
import { EditorContext, type EditorRuntime } from "./EditorContext";
import { EditorHeader } from "./EditorHeader";
import { KeySheet } from "./KeySheet";
import { LiveMirror } from "./LiveMirror";
import { ObjectsPanel } from "./ObjectsPanel";
import { PropagatePanel } from "./PropagatePanel";
import { RefusedPanel } from "./RefusedPanel";
import { SideEditsPanel } from "./SideEditsPanel";
import { ToolBar } from "./ToolBar";
import { TransportBar } from "./TransportBar";
import { VideoNotReady } from "./VideoNotReady";
import { useEditorKeys } from "./useEditorKeys";
import { useFollowing } from "./useFollowing";
import { usePlayback } from "./usePlayback";

import { StageHolder } from "@/canvas/StageHolder";
import { whyClosed } from "@/state/closed";
import { reviewMasklet, selectMasklet } from "@/state/editorMoves";
import { resetEditor, useEditorStore } from "@/state/editorStore";
import { recallPreviews } from "@/state/hoverPreview";
import { Comparison } from "@/sync/comparison";
import { History } from "@/sync/history";
import { MaskletEdits } from "@/sync/maskletEdits";
import { useSession } from "@/sync/queries/session";
import { StructureEdits } from "@/sync/structureEdits";
import { VideoSession } from "@/sync/videoSession";
import { Timeline } from "@/timeline/Timeline";
import { Loading } from "@/ui/Loading";
import { showToast } from "@/ui/toasts";

import "./editor.css";

const HistoryPanel = lazy(() => import("./history/HistoryPanel"));
const StructureDialogs = lazy(() => import("./structure/StructureDialogs"));

export interface EditorProps {
  videoId: number;
  mode: "annotate" | "review";
  /** Selected at the start; in review the only masklet that is shown. */
  maskletId?: number;
}

/** One video with its objects, to annotate or to review. */
export function Editor({ videoId, mode, maskletId }: EditorProps) {
  const runtime = useVideoSession(videoId, mode, maskletId);

  useEffect(() => {
    // Before the first snapshot the session itself turns to the wished masklet.
    const { server } = useEditorStore.getState();
    if (maskletId === undefined || !runtime || !server?.masklets.has(maskletId)) return;
    if (mode === "review") reviewMasklet(maskletId);
    else selectMasklet(maskletId);
  }, [runtime, mode, maskletId]);

  if (!runtime) return <div className="editor" data-theme="dark" />;
  return (
    <EditorContext value={runtime}>
      <EditorBody mode={mode} />
    </EditorContext>
  );
}

function useVideoSession(
  videoId: number,
  mode: "annotate" | "review",
  maskletId: number | undefined,
): EditorRuntime | null {
  const [runtime, setRuntime] = useState<EditorRuntime | null>(null);
  const firstMasklet = useRef(maskletId);
  const user = useSession().data?.id;

  useEffect(() => {
    if (user === undefined) return;
    resetEditor();
    recallPreviews();
    const session = new VideoSession({
      videoId,
      user,
      mode,
      maskletId: firstMasklet.current,
      onNotice: showToast,
    });
    const history = new History(videoId);
    const comparison = new Comparison(session, history);
    setRuntime({
      session,
      edits: new MaskletEdits(session),
      structure: new StructureEdits(session),
      history,
      comparison,
      mode,
      stage: new StageHolder(),
    });
    return () => {
      setRuntime(null);
      comparison.stop();
      session.stop();
    };
  }, [videoId, mode, user]);

  return runtime;
}

function EditorBody({ mode }: { mode: "annotate" | "review" }) {
  const [sheetOpen, setSheetOpen] = useState(false);
  const isReady = useEditorStore((state) => state.server !== null && state.frames !== null);
  useEditorKeys(() => setSheetOpen(true));
  usePlayback();
  useFollowing();
  useUnsentWarning();
  const showsHistory = useEditorStore((state) => state.history !== null);
  const asksForEdit = useEditorStore((state) => state.structureAsk !== null);
  const isAnnotating = mode === "annotate";
  // Also draws everything anew that asks why it is read-only.
  const closed = useEditorStore(whyClosed);
  return (
    <main
      className="editor"
      id="main"
      data-theme="dark"
      data-mode={mode}
      onClick={releaseClickedButton}
    >
      <EditorHeader onShowKeys={() => setSheetOpen(true)} />
      {isReady && <AccessNotice />}
      {closed && <ClosedNotice />}
      <div className="editor-middle">
        {isAnnotating && !closed && <ToolBar />}
        {isReady ? <CanvasStage /> : <VideoNotReady />}
        {isAnnotating && (
          <aside
            className="editor-side"
            aria-label={showsHistory ? "History" : "Objects and tracking"}
          >
            {showsHistory ? (
              <Suspense fallback={<Loading what="the history" />}>
                <HistoryPanel />
              </Suspense>
            ) : (
              <>
                <RefusedPanel />
                <SideEditsPanel />
                <ObjectsPanel />
                {!closed && <PropagatePanel />}
              </>
            )}
          </aside>
        )}
      </div>
      {isReady && <TransportBar />}
      {isReady && <Timeline />}
      <LiveMirror />
      {asksForEdit && (
        <Suspense>
          <StructureDialogs />
        </Suspense>
      )}
      <KeySheet open={sheetOpen} onOpenChange={setSheetOpen} />
    </main>
  );
}

/**
 * A button clicked with the mouse would keep the focus and take the next Space, meant to play, for
 * another press of itself. People who use the keyboard (no mouse: detail 0) keep the focus.
 */
function releaseClickedButton(event: MouseEvent): void {
  const { activeElement } = document;
  if (event.detail === 0 || !(activeElement instanceof HTMLElement)) return;
  if (activeElement.matches("button, input[type=checkbox], input[type=range]")) activeElement.blur();
}

/** Unsent edits wait in the browser; only where it keeps nothing would leaving lose them. */
function useUnsentWarning(): void {
  const loses = useEditorStore((state) => state.unsentEdits > 0 && !state.keepsEdits);
  useEffect(() => {
    if (!loses) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [loses]);
}
