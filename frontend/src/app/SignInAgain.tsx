import { useState, type FormEvent } from "react";

import type { User } from "@/protocol/types";
import { useConfirmedLoss, useSignInAgain } from "@/sync/queries/session";
import { useSignInState } from "@/sync/signIn";
import { Button } from "@/ui/Button";
import { PasswordField } from "@/ui/CredentialFields";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** Over a page whose log-in has ended: the same person signs in again and goes on where they were. */
export default function SignInAgain({ user }: { user: User }) {
  const other = useSignInState((state) => state.other);
  const isConfirmed = useConfirmedLoss(user.id);
  const signIn = useSignInAgain(user.username);
  const [password, setPassword] = useState("");
  const reason = other
    ? `This browser is signed in as ${other.username} now.`
    : "Your log-in has ended.";

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate(password);
  }

  if (!isConfirmed) return null;
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={`Sign in again as ${user.username}`}
      description={`${reason} What you did is kept in this browser and is sent once you are signed in.`}
    >
      <form className="ui-form" onSubmit={submit} data-testid="sign-in-again">
        <PasswordField
          label={`Password of ${user.username}`}
          autoFocus
          value={password}
          onChange={setPassword}
          testId="sign-in-again-password"
        />
        <ProblemNote sentence={signIn.isError ? sentenceOf(signIn.error) : null} />
        <DialogActions>
          <Button onClick={() => window.location.assign("/")}>
            {other ? `Go on as ${other.username}` : "Leave the page"}
          </Button>
          <Button type="submit" variant="primary" busy={signIn.isPending} data-testid="sign-in-again-submit">
            Sign in
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
