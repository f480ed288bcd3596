from django.urls import path

from labeling.accounts.api import accounts, views

urlpatterns = [
    path("session/", views.SessionView.as_view()),
    path("sessions/", views.BrowserSessionsView.as_view()),
    path("sessions/<str:session_id>/", views.BrowserSessionView.as_view()),
    path("account/", accounts.AccountView.as_view()),
    path("account/password/", accounts.PasswordView.as_view()),
    path("tokens/", views.TokensView.as_view()),
    path("tokens/<int:token_id>/", views.TokenView.as_view()),
    path("users/", accounts.UsersView.as_view()),
    path("users/<int:user_id>/", accounts.UserView.as_view()),
    path("users/<int:user_id>/password/", accounts.UserPasswordView.as_view()),
]
