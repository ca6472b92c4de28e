export async function sendMail(to: string, subject: string, text: string) {
  const res = await fetch(process.env.MAIL_API_URL!, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.MAIL_API_KEY}` },
    body: JSON.stringify({ to, subject, text }),
  });
  if (!res.ok) throw new Error(`mail API answered ${res.status}`);
}
