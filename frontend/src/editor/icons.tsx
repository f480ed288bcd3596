import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const PointIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="6.2" />
    <path d="M9 6.2v5.6M6.2 9h5.6" />
  </Icon>
);

export const BoxIcon = () => (
  <Icon>
    <rect x="3" y="4" width="12" height="10" rx="1" strokeDasharray="2.6 2" />
  </Icon>
);

export const BrushIcon = () => (
  <Icon>
    <path d="M14.8 3.2L8.4 9.6M7.2 9.2l1.8 1.8c.3 2.6-1.8 4-5.8 3.6 1.4-.8 1-1.8 1.4-3.2.4-1.4 1.4-2.2 2.6-2.2z" />
  </Icon>
);

export const EraserIcon = () => (
  <Icon>
    <path d="M7 14.5L3.3 10.8a1 1 0 0 1 0-1.4l5.6-5.6a1 1 0 0 1 1.4 0l4 4a1 1 0 0 1 0 1.4L9 14.5zM5.8 7l5.3 5.3M7 14.5h8" />
  </Icon>
);

export const SelectIcon = () => (
  <Icon>
    <path d="M4.5 3l9 5.4-4 1-1.8 3.9z" />
  </Icon>
);

export const FitIcon = () => (
  <Icon>
    <path d="M3 6.5V3h3.5M11.5 3H15v3.5M15 11.5V15h-3.5M6.5 15H3v-3.5" />
  </Icon>
);

export const EyeIcon = ({ off = false }: { off?: boolean }) => (
  <Icon>
    <path d="M2 9s2.5-4.5 7-4.5S16 9 16 9s-2.5 4.5-7 4.5S2 9 2 9z" />
    {off ? <path d="M3 15L15 3" /> : <circle cx="9" cy="9" r="2" />}
  </Icon>
);

export const LockIcon = ({ open = false }: { open?: boolean }) => (
  <Icon>
    <rect x="4" y="8" width="10" height="6.5" rx="1.2" />
    <path d={open ? "M6.2 8V5.8a2.8 2.8 0 0 1 5.3-1.2" : "M6.2 8V5.8a2.8 2.8 0 0 1 5.6 0V8"} />
  </Icon>
);

export const TrashIcon = () => (
  <Icon>
    <path d="M3.5 5h11M7 5V3.5h4V5M5 5l.6 9.5h6.8L13 5M7.6 7.5v4.5M10.4 7.5v4.5" />
  </Icon>
);

export const PreviousIcon = () => (
  <Icon>
    <path d="M11.5 4L6 9l5.5 5" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="M6.5 4L12 9l-5.5 5" />
  </Icon>
);

export const PlayPauseIcon = ({ playing }: { playing: boolean }) => (
  <Icon>
    <path d={playing ? "M6.2 4v10M11.8 4v10" : "M6 3.8v10.4L14 9z"} />
  </Icon>
);

export const KeyboardIcon = () => (
  <Icon>
    <rect x="2" y="5" width="14" height="8.5" rx="1.5" />
    <path d="M5 8h.01M8 8h.01M11 8h.01M13.5 8h.01M5.5 11h7" />
  </Icon>
);

export const UndoIcon = () => (
  <Icon>
    <path d="M3.5 7h7a4 4 0 0 1 0 8H8M6.5 4l-3 3 3 3" />
  </Icon>
);

export const RedoIcon = () => (
  <Icon>
    <path d="M14.5 7h-7a4 4 0 0 0 0 8H10M11.5 4l3 3-3 3" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M4 9h.01M9 9h.01M14 9h.01" strokeWidth="2.4" />
  </Icon>
);

export const HistoryIcon = () => (
  <Icon>
    <path d="M3.2 6.2A6.3 6.3 0 1 1 2.7 9M3 3v3.4h3.4M9 5.6V9l2.4 1.6" />
  </Icon>
);
