export { Editor } from "./Editor";
export type { EditorProps } from "./Editor";
