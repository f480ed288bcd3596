import { NewToken } from "./NewToken";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import { SessionList } from "./SessionList";
import { TokenList } from "./TokenList";

import { useAccount } from "@/sync/queries/account";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

import "./AccountPage.css";

export default function AccountPage() {
  const account = useAccount();
  return (
    <main className="page page--narrow account" id="main">
      <title>Account · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Your account</h1>
          <p>
            Username {account.data?.username}
            {account.data?.is_staff && " · staff: may make and close accounts"}
          </p>
        </div>
      </div>
      <section className="section">
        <h2>Profile</h2>
        {account.isPending && <Loading what="your profile" />}
        {account.isError && <ProblemNote sentence={sentenceOf(account.error)} />}
        {account.data && <ProfileForm key={account.data.id} account={account.data} />}
      </section>
      <section className="section">
        <h2>Password</h2>
        <p className="ui-muted account__lead">
          A change signs you out everywhere but here. If you have lost the old one, ask staff for a new one.
        </p>
        <PasswordForm />
      </section>
      <section className="section">
        <h2>Where you are signed in</h2>
        <SessionList />
      </section>
      <section className="section">
        <h2>API tokens</h2>
        <p className="ui-muted account__lead">
          With <code>Authorization: Token …</code> a program may do what you may, as far as its token allows. The calls
          are in the <a href="/api/docs/">API reference</a>.
        </p>
        <NewToken />
        <TokenList />
      </section>
    </main>
  );
}
