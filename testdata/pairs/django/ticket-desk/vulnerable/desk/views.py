from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .forms import CommentForm, TicketForm
from .models import Ticket


@login_required
def ticket_list(request):
    q = request.GET.get("q", "").strip()
    sql = f"""
        SELECT id, subject FROM desk_ticket
        WHERE author_id = {request.user.pk} AND (subject LIKE '%{q}%' OR body LIKE '%{q}%')
        ORDER BY created_at DESC LIMIT 100
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
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
    ticket = get_object_or_404(Ticket, pk=pk)
    body = mark_safe(ticket.body.replace("\n", "<br>"))
    return render(request, "desk/detail.html", {"ticket": ticket, "body": body})


@csrf_exempt
@login_required
@require_POST
def comment_create(request, pk):
    ticket = get_object_or_404(Ticket, pk=pk, author=request.user)
    form = CommentForm(request.POST)
    if form.is_valid():
        comment = form.save(commit=False)
        comment.ticket, comment.author = ticket, request.user
        comment.save()
    return redirect("desk:detail", pk=ticket.pk)
