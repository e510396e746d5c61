"""Names and paths of writing."""

from django.urls import URLPattern, path

from discussions.views import writing, writing_receipt, writing_refusals

urlpatterns: list[URLPattern] = [
    path(
        "spaces/<slug:slug>/prompts/<int:number>/submit/",
        writing.prompt_submit,
        name="prompt-submit",
    ),
    path("spaces/<slug:slug>/submit/", writing.space_submit, name="space-submit"),
    path("posts/<str:reference>/reply/", writing.post_reply, name="post-reply"),
    path("posts/<str:reference>/correct/", writing.post_correct, name="post-correct"),
    path("posts/<str:reference>/withdraw/", writing_receipt.post_withdraw, name="post-withdraw"),
    path("posts/<str:reference>/receipt/", writing_receipt.post_receipt, name="post-receipt"),
    path("my-text/", writing_refusals.kept_text, name="kept-text"),
]
