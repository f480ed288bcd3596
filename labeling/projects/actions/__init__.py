from labeling.projects.actions.invites import accept_invite, create_invite, join_by_invite, revoke_invite
from labeling.projects.actions.keeping import archive_project, delete_project, restore_project, unarchive_project
from labeling.projects.actions.labels import change_label, create_label, delete_label, order_labels, restore_label
from labeling.projects.actions.members import add_member, change_role, remove_member
from labeling.projects.actions.projects import change_project, create_project

__all__ = [
    "accept_invite",
    "add_member",
    "archive_project",
    "change_label",
    "change_project",
    "change_role",
    "create_invite",
    "create_label",
    "create_project",
    "delete_label",
    "delete_project",
    "join_by_invite",
    "order_labels",
    "remove_member",
    "restore_label",
    "restore_project",
    "revoke_invite",
    "unarchive_project",
]
