from django.urls import path

from labeling.projects.api import invites, views

urlpatterns = [
    path("models/", views.ModelsView.as_view()),
    path("projects/", views.ProjectsView.as_view()),
    path("projects/<int:project_id>/", views.ProjectView.as_view()),
    path("projects/<int:project_id>/archive/", views.ArchiveProjectView.as_view()),
    path("projects/<int:project_id>/unarchive/", views.UnarchiveProjectView.as_view()),
    path("projects/<int:project_id>/restore/", views.RestoreProjectView.as_view()),
    path("projects/<int:project_id>/labels/", views.LabelsView.as_view()),
    path("projects/<int:project_id>/labels/order/", views.LabelOrderView.as_view()),
    path("projects/<int:project_id>/members/", views.MembersView.as_view()),
    path("projects/<int:project_id>/invites/", invites.InvitesView.as_view()),
    path("invites/<int:invite_id>/", invites.InviteView.as_view()),
    path("invitation/", invites.InvitationView.as_view()),
    path("invitation/accept/", invites.AcceptView.as_view()),
    path("invitation/join/", invites.JoinView.as_view()),
    path("labels/<int:label_id>/", views.LabelView.as_view()),
    path("labels/<int:label_id>/restore/", views.RestoreLabelView.as_view()),
    path("members/<int:member_id>/", views.MemberView.as_view()),
]
