import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Note } from "@/ui/Note";
import { Secret } from "@/ui/Secret";

interface SecretDialogProps {
  title: string;
  password: string | undefined;
  problem?: string | null;
  onClose: () => void;
}

/** A password of somebody's, this once. */
export function SecretDialog({ title, password, problem = null, onClose }: SecretDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <div className="ui-form">
        {password && (
          <>
            <p>Hand this password over now: it is not shown again. The person can change it on their account page.</p>
            <Secret value={password} label="password" testId="account-password" />
          </>
        )}
        {problem && <Note tone="danger">{problem}</Note>}
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
