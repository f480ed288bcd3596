import { Toast as Radix } from "radix-ui";

import { CloseIcon } from "./icons";
import { useToasts } from "./toasts";

/** Long enough to read what happened, and to change one's mind. */
const WITH_UNDO_MS = 12_000;

/** Renders what `showToast` was told; mounted once by the shell. */
export default function Toasts() {
  const { items, dismiss } = useToasts();
  return (
    <Radix.Provider duration={5000} swipeDirection="right">
      {items.map((item) => (
        <Radix.Root
          key={item.id}
          {...(item.undo && { duration: WITH_UNDO_MS })}
          className={item.tone === "danger" ? "ui-toast ui-toast--danger" : "ui-toast"}
          type={item.tone === "danger" ? "foreground" : "background"}
          onOpenChange={(open) => {
            if (!open) dismiss(item.id);
          }}
        >
          <Radix.Description className="ui-toast__text" data-testid="toast">
            {item.text}
          </Radix.Description>
          {item.undo && (
            <Radix.Action asChild altText="Undo">
              <button type="button" className="ui-toast__undo" onClick={item.undo} data-testid="toast-undo">
                Undo
              </button>
            </Radix.Action>
          )}
          <Radix.Close className="ui-toast__close" aria-label="Dismiss">
            <CloseIcon />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="ui-toasts" />
    </Radix.Provider>
  );
}
