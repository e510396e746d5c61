"""The answer of an organisation that is asked to sign."""

from django import forms

from discussions.enums import CoSignatoryState


class JointAnswerForm(forms.Form):
    """`answer` is "agree" or "decline"; the rest says what was before the eyes of who answers."""

    co_signatory = forms.IntegerField()
    version = forms.IntegerField()
    state = forms.ChoiceField(choices=CoSignatoryState.choices)
    answer = forms.ChoiceField(choices=[("agree", ""), ("decline", "")])
