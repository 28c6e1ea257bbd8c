"""A Django site whose visitors sign in by a code that Latchkey sends.

    npm start                                             (in one terminal, in the project's folder)
    python3 examples/django-shop/shop.py runserver 4002        (in another; Django 3.2 or newer)

then open http://localhost:4002. Users and sessions are Django's own; the code is Latchkey's: how it is made, sent,
limited and checked.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import execute_from_command_line, call_command

sys.path.insert(0, str(Path(__file__).parent))
import latchkey  # noqa: E402

settings.configure(
    # Only for an example on this machine.
    DEBUG=True,
    SECRET_KEY=os.environ.get("SECRET_KEY", "only-for-the-example-on-this-machine"),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("DJANGO_DB", str(Path(__file__).parent / "shop.sqlite3")),
        }
    },
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django import forms  # noqa: E402
from django.contrib.auth import get_user_model, login, logout  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.html import format_html  # noqa: E402


class AddressForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def page(request, title, form, button):
    """Django's templates would do; one function keeps the example in one file."""
    return HttpResponse(
        format_html(
            '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>{0}</title>'
            '<h1>{0}</h1><form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{1}">{2}'
            "<button>{3}</button></form></html>",
            title,
            get_token(request),
            form.as_p(),
            button,
        )
    )


def refused(error):
    wait = f" Try again in {error.retry_after} s." if error.retry_after else ""
    left = f" {error.attempts_left} attempts left." if error.attempts_left is not None else ""
    return f"{error}{left}{wait}"


def ask(request):
    """Step 1: the address. The code's id and the address it went to are kept together, on the server."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        try:
            code = latchkey.request_code(email)
        except latchkey.LatchkeyError as error:
            form.add_error("email", refused(error))
        else:
            request.session["asked"] = {"id": code["id"], "email": email}
            return redirect("/code")
    return page(request, "Sign in", form, "Send code")


def check(request):
    """Step 2: the code. Right: the address is the visitor's."""
    asked = request.session.get("asked")
    if not asked:
        return redirect("/")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            latchkey.check_code(asked["id"], form.cleaned_data["code"])
        except latchkey.LatchkeyError as error:
            form.add_error("code", refused(error))
        else:
            del request.session["asked"]
            user, created = get_user_model().objects.get_or_create(
                username=asked["email"], defaults={"email": asked["email"]}
            )
            if created:
                user.set_unusable_password()
                user.save()
            login(request, user)
            return redirect("/welcome")
    return page(request, "Type the code", form, "Sign in")


def welcome(request):
    if not request.user.is_authenticated:
        return redirect("/")
    if request.method == "POST":
        logout(request)
        return redirect("/")
    return page(request, f"Welcome, {request.user.email}", forms.Form(), "Sign out")


urlpatterns = [path("", ask), path("code", check), path("welcome", welcome)]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    execute_from_command_line(sys.argv)
