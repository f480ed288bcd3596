from django.urls import path

from labeling.masklets.api import history, labels, side_edits, structure, undo, views

urlpatterns = [
    path("labels/<int:label_id>/usage/", labels.LabelUsageView.as_view()),
    path("videos/<int:video_id>/masklets/", views.MaskletsView.as_view()),
    path("videos/<int:video_id>/deleted-masklets/", structure.DeletedView.as_view()),
    path("videos/<int:video_id>/prompts/", views.VideoPromptsView.as_view()),
    path("videos/<int:video_id>/operations/", history.OperationsView.as_view()),
    path("videos/<int:video_id>/undo/", undo.UndoView.as_view()),
    path("videos/<int:video_id>/redo/", undo.RedoView.as_view()),
    path("masklets/<int:masklet_id>/", views.MaskletView.as_view()),
    path("masklets/<int:masklet_id>/prompts/", views.PromptsView.as_view()),
    path("masklets/<int:masklet_id>/frames/<int:frame>/", views.FrameView.as_view()),
    path("masklets/<int:masklet_id>/masks/", views.MasksView.as_view()),
    path("masklets/<int:masklet_id>/versions/", history.VersionsView.as_view()),
    path("masklets/<int:masklet_id>/diff/", history.DiffView.as_view()),
    path("masklets/<int:masklet_id>/split/", structure.SplitView.as_view()),
    path("masklets/<int:masklet_id>/merge/", structure.MergeView.as_view()),
    path("masklets/<int:masklet_id>/swap/", structure.SwapView.as_view()),
    path("masklets/<int:masklet_id>/copy/", structure.CopyView.as_view()),
    path("masklets/<int:masklet_id>/mark/", structure.MarkView.as_view()),
    path("masklets/<int:masklet_id>/restore/", structure.RestoreView.as_view()),
    path("masklets/<int:masklet_id>/recover/", structure.RecoverView.as_view()),
    path("masklets/<int:masklet_id>/submit/", views.SubmitView.as_view()),
    path("masklets/<int:masklet_id>/reopen/", views.ReopenView.as_view()),
    path("videos/<int:video_id>/side-edits/", side_edits.SideEditsView.as_view()),
    path("side-edits/<int:side_edit_id>/", side_edits.SideEditView.as_view()),
    path("side-edits/<int:side_edit_id>/apply/", side_edits.ApplyView.as_view()),
    path("side-edits/<int:side_edit_id>/dismiss/", side_edits.DismissView.as_view()),
    path("prompts/<int:prompt_id>/", views.PromptView.as_view()),
]
