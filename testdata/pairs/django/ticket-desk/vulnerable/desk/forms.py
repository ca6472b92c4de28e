from django import forms

from .models import Comment, Ticket


class TicketForm(forms.ModelForm):
    class Meta:
        model = Ticket
        fields = ["subject", "body"]


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text"]
