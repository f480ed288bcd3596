import { useState } from "react";
import type { FormEvent } from "react";
import { Navigate, useSearchParams } from "react-router";

import { readWishedPage } from "@/app/wishedPage";
import { useSession, useSignIn } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { PasswordField, UsernameField } from "@/ui/CredentialFields";
import { ProblemNote } from "@/ui/Note";
import { LogoMark } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

import "./SignInPage.css";

export function SignInPage() {
  const [search] = useSearchParams();
  // Asking who is signed in also brings the CSRF cookie that signing in needs.
  const session = useSession();
  const signIn = useSignIn();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");

  if (session.data) return <Navigate to={readWishedPage(search)} replace />;

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password });
  }

  const problem = signIn.isError ? sentenceOf(signIn.error) : session.isError ? sentenceOf(session.error) : null;
  return (
    <main className="sign-in" data-theme="light">
      <title>Sign in · Maskloop</title>
      <div className="sign-in__panel ui-panel">
        <div className="sign-in__brand">
          <LogoMark size={40} />
          <div>
            <h1>Maskloop</h1>
            <p>Label videos together with SAM 2.</p>
          </div>
        </div>
        <form className="ui-form" onSubmit={submit}>
          <UsernameField autoFocus value={username} onChange={setUsername} testId="sign-in-username" />
          <PasswordField value={password} onChange={setPassword} testId="sign-in-password" />
          <ProblemNote sentence={problem} testId="sign-in-error" />
          <Button type="submit" variant="primary" busy={signIn.isPending} data-testid="sign-in-submit">
            Sign in
          </Button>
        </form>
        <p className="sign-in__help">
          No account yet, or a lost password? Ask an admin of your project for an invite link, or whoever runs this
          Maskloop for a new password.
        </p>
      </div>
    </main>
  );
}
