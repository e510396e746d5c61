"""Names and paths of joint submissions and endorsements."""

from django.urls import URLPattern, path

from discussions.views import endorse, joint

urlpatterns: list[URLPattern] = [
    path("joint/<str:token>/", joint.joint_answer, name="joint-answer"),
    path("joint/<str:token>/files/<uuid:identifier>/", joint.joint_file, name="joint-file"),
    path("posts/<str:reference>/joint/", joint.post_joint, name="post-joint"),
    path("posts/<str:reference>/endorse/", endorse.endorse_post, name="endorse"),
    path(
        "posts/<str:reference>/endorsements/withdraw/",
        endorse.endorsement_withdraw,
        name="endorsement-withdraw",
    ),
    path(
        "posts/<str:reference>/endorsements/confirm/",
        endorse.endorsement_confirm,
        name="endorsement-confirm",
    ),
]
