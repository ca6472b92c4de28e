import subprocess
import tempfile
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_ratelimit.decorators import ratelimit

from .models import ShareLink

COOKIE = "share_access"
COOKIE_SECONDS = 30 * 60


def get_link(code):
    return get_object_or_404(ShareLink, code=code, expires_at__gt=timezone.now())


def unlocked(view):
    """The visitor has typed the password of this link within the last half hour."""

    @wraps(view)
    def wrapper(request, code):
        try:
            value = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_SECONDS)
        except signing.BadSignature:
            return JsonResponse({"error": "Password required"}, status=403)
        if value != code:
            return JsonResponse({"error": "Password required"}, status=403)
        return view(request, get_link(code))

    return wrapper


@login_required
@require_POST
def create_link(request):
    password = request.POST.get("password", "")
    if not 8 <= len(password) <= 100:
        return JsonResponse({"error": "Choose a password of 8 to 100 characters"}, status=400)
    link = ShareLink.objects.create(owner=request.user, password=password)
    link.folder.mkdir(parents=True)
    return JsonResponse({"code": link.code}, status=201)


@ratelimit(key="ip", rate="10/m")
@ratelimit(key=lambda group, request: request.resolver_match.kwargs["code"], rate="30/h")
@require_POST
def unlock(request, code):
    link = get_link(code)
    if not link.opens_with(request.POST.get("password", "")):
        return JsonResponse({"error": "Wrong password"}, status=403)
    response = JsonResponse({"unlocked": True})
    response.set_cookie(
        COOKIE,
        signing.dumps(code, salt=COOKIE),
        max_age=COOKIE_SECONDS,
        secure=True,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_GET
@unlocked
def list_files(request, link):
    return JsonResponse({"files": sorted(path.name for path in link.folder.iterdir())})


@require_GET
@unlocked
def download(request, link):
    path = link.file(request.GET.get("name", ""))
    if path is None:
        raise Http404("no such file")
    return FileResponse(path.open("rb"), as_attachment=True)


@require_GET
@unlocked
def archive(request, link):
    target = tempfile.TemporaryFile()
    subprocess.run(["tar", "-czf", "-", "-C", str(link.folder), "."], stdout=target, check=True, timeout=60)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="files.tar.gz")
