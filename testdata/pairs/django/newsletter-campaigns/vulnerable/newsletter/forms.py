import re

from django import forms

EMAIL_RE = re.compile(r"^([a-zA-Z0-9]+[._-]?)+@([a-zA-Z0-9]+[.-]?)+$")


class SubscribeForm(forms.Form):
    email = forms.CharField(max_length=254)
    next = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if not EMAIL_RE.match(email):
            raise forms.ValidationError("Please enter a valid email address")
        return email
