from django.urls import path

from labeling.accounts.api import views

urlpatterns = [
    path("session/", views.SessionView.as_view()),
    path("tokens/", views.TokensView.as_view()),
    path("tokens/<int:token_id>/", views.TokenView.as_view()),
    path("users/", views.UsersView.as_view()),
    path("users/<int:user_id>/", views.UserView.as_view()),
]
