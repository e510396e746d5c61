"""Names and paths of writing."""

from django.urls import URLPattern, path

from discussions.views import (
    drafts,
    names,
    own_posts,
    uploads,
    writing,
    writing_receipt,
    writing_refusals,
)

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
    path("posts/<str:reference>/receipt.pdf", writing_receipt.receipt_pdf, name="receipt-pdf"),
    path("uploads/", uploads.upload, name="upload"),
    path("posts/<str:reference>/name/", names.withhold, name="withhold-name"),
    path("posts/<str:reference>/behind/", names.behind, name="look-behind"),
    path(
        "posts/<str:reference>/behind/files/<uuid:identifier>/",
        names.file_behind,
        name="look-file",
    ),
    path("drafts/<uuid:identifier>/", drafts.draft, name="draft"),
    path("drafts/<uuid:identifier>/discard/", drafts.discard, name="draft-discard"),
    path("drafts/<uuid:identifier>/text/", drafts.text, name="draft-text"),
    path("my-submissions/", own_posts.my_submissions, name="my-submissions"),
    path("my-text/", writing_refusals.kept_text, name="kept-text"),
]
