"""Sends mail over SMTP. Without MAIL_HOST the messages are kept in the outbox."""
import os
import smtplib
from email.message import EmailMessage

outbox: list[EmailMessage] = []


def send(to: str, subject: str, text: str) -> None:
    message = EmailMessage()
    message["From"] = "accounts@shop.example.org"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    host = os.environ.get("MAIL_HOST")
    if not host:
        outbox.append(message)
        return
    with smtplib.SMTP(host, 587, timeout=10) as smtp:
        smtp.starttls()
        smtp.login(os.environ["MAIL_USER"], os.environ["MAIL_PASSWORD"])
        smtp.send_message(message)
