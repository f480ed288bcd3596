import type { ReactNode } from "react";

function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon size={15}>
    <path d="M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.6v.01" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);

export const UploadIcon = () => (
  <Icon>
    <path d="M8 10.5V3M4.8 6 8 2.8 11.2 6M2.8 10.5v2.7h10.4v-2.7" />
  </Icon>
);

export const DownloadIcon = () => (
  <Icon>
    <path d="M8 2.8v7.5M4.8 7.2 8 10.4l3.2-3.2M2.8 10.5v2.7h10.4v-2.7" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.4" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M3 8.5 6.4 12 13 4.5" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.2v9.6L12.6 8z" />
  </Icon>
);

export const FilmIcon = ({ size = 28 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M2 3h12v10H2zM5 3v10M11 3v10M2 6.3h3M2 9.7h3M11 6.3h3M11 9.7h3" strokeWidth="1" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon size={12}>
    <path d="M4 6l4 4 4-4" />
  </Icon>
);

/** The mark of Maskloop: a masked shape with the click that made it. */
export const LogoMark = ({ size = 26 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="var(--logo)" />
    <path
      d="M7 18c0-6 4-10 9-10s9 4 9 9-3 7-7 7-4-3-7-3-4 0-4-3z"
      fill="#56b4e9"
      fillOpacity="0.55"
      stroke="#56b4e9"
      strokeWidth="2"
    />
    <circle cx="15" cy="15" r="2.4" fill="#fff" />
  </svg>
);
