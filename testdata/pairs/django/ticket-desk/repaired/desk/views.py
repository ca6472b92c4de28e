from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .forms import CommentForm, TicketForm
from .models import Ticket

TABLE = Ticket._meta.db_table
SEARCH = (
    "SELECT id, subject FROM " + TABLE + " WHERE author_id = %(author)s"
    " AND (subject LIKE %(pattern)s OR body LIKE %(pattern)s) ORDER BY created_at DESC LIMIT 100"
)


def own_ticket(request, pk):
    """The ticket if it belongs to the user or the user works at the desk, otherwise 404."""
    tickets = Ticket.objects.all() if request.user.is_staff else request.user.tickets
    return get_object_or_404(tickets, pk=pk)


@login_required
def ticket_list(request):
    q = request.GET.get("q", "").strip()[:100]
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, {"author": request.user.pk, "pattern": f"%{q}%"})
        tickets = [{"id": row[0], "subject": row[1]} for row in cursor.fetchall()]
    return render(request, "desk/list.html", {"tickets": tickets, "q": q})


@login_required
def ticket_create(request):
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ticket = form.save(commit=False)
        ticket.author = request.user
        ticket.save()
        return redirect("desk:detail", pk=ticket.pk)
    return render(request, "desk/form.html", {"form": form})


@login_required
def ticket_detail(request, pk):
    return render(request, "desk/detail.html", {"ticket": own_ticket(request, pk)})


@login_required
@require_POST
def comment_create(request, pk):
    ticket = own_ticket(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        comment = form.save(commit=False)
        comment.ticket, comment.author = ticket, request.user
        comment.save()
    return redirect("desk:detail", pk=ticket.pk)
