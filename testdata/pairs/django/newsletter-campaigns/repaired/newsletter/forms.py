from django import forms


class SubscribeForm(forms.Form):
    email = forms.EmailField(max_length=254)
    next = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def clean_email(self):
        return self.cleaned_data["email"].lower()
