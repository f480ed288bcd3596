import { Link } from "react-router";

import type { User } from "@/protocol/types";
import { useSignOut } from "@/sync/queries/session";
import { Menu, MenuHead, MenuItem, MenuLine, MenuLink } from "@/ui/Menu";
import { ChevronIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";
import { leaveAll, restoreUploads } from "@/uploads/uploadQueue";

export default function UserMenu({ user }: { user: User }) {
  const signOut = useSignOut();
  const name = user.display_name || user.username;

  function leave() {
    // They stay with this person, and go on when they sign in again.
    leaveAll();
    signOut.mutate(undefined, {
      onError: (error) => {
        void restoreUploads(user.id);
        showToast(sentenceOf(error), "danger");
      },
    });
  }

  return (
    <Menu
      trigger={
        <button type="button" className="user-menu" data-testid="user-menu">
          <span className="user-menu__initial" aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="visually-hidden">Account of</span>
          <span>{name}</span>
          <ChevronIcon />
        </button>
      }
    >
      <MenuHead>Signed in as {user.username}</MenuHead>
      <MenuLine />
      <MenuLink>
        <Link to="/account" data-testid="account-link">
          Your account and API tokens
        </Link>
      </MenuLink>
      {user.is_staff && (
        <MenuLink>
          <Link to="/accounts" data-testid="accounts-link">
            Everybody’s accounts
          </Link>
        </MenuLink>
      )}
      <MenuLink>
        <a href="/api/docs/">API reference</a>
      </MenuLink>
      <MenuLine />
      <MenuItem onSelect={leave} testId="sign-out">
        Sign out
      </MenuItem>
    </Menu>
  );
}
