import { useParams, useSearchParams } from "react-router";

import { Editor } from "./Editor";

/** The route /videos/:id, loaded when it is first opened. */
export default function EditorPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const masklet = search.get("masklet");
  return (
    <Editor
      key={id}
      videoId={Number(id)}
      mode="annotate"
      {...(masklet ? { maskletId: Number(masklet) } : {})}
    />
  );
}
