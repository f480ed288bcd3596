export interface EditorProps {
  videoId: number;
  mode: "annotate" | "review";
  maskletId?: number;
}

export function Editor({ videoId }: EditorProps) {
  return <div className="editor" data-theme="dark" data-video={videoId} />;
}
