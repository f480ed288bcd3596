import { BoxIcon, BrushIcon, EraserIcon, FitIcon, PointIcon, SelectIcon } from "./icons";
import { fitStage } from "./stageView";

import { pickTool } from "@/state/editorMoves";
import { useEditorStore, type Tool } from "@/state/editorStore";

const tools: { tool: Tool; title: string; icon: React.ReactNode }[] = [
  {
    tool: "point",
    title: "Point (P): click adds, right click or Alt+click removes; rest the pointer for a preview (T: on or off)",
    icon: <PointIcon />,
  },
  { tool: "box", title: "Box (B): drag round the object", icon: <BoxIcon /> },
  {
    tool: "brush",
    title: "Brush (R): drag to paint, right button or Alt erases; [ and ] or Shift+wheel change its size",
    icon: <BrushIcon />,
  },
  { tool: "eraser", title: "Eraser (E): drag to erase; [ and ] or Shift+wheel change its size", icon: <EraserIcon /> },
  { tool: "select", title: "Select (S): click a mask", icon: <SelectIcon /> },
];

export function ToolBar() {
  const current = useEditorStore((state) => state.tool);
  return (
    <div className="tool-bar" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {tools.map(({ tool, title, icon }) => (
        <button
          key={tool}
          type="button"
          aria-label={title}
          title={title}
          aria-pressed={tool === current}
          data-testid={`tool-${tool}`}
          onClick={() => pickTool(tool)}
        >
          {icon}
        </button>
      ))}
      <hr />
      <button type="button" aria-label="Fit the picture (0)" title="Fit the picture (0)" onClick={fitStage}>
        <FitIcon />
      </button>
    </div>
  );
}
