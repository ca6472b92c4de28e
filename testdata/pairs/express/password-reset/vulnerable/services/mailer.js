const nodemailer = require('nodemailer');

const transport = nodemailer.createTransport(process.env.SMTP_URL);

exports.sendResetLink = (to, token) =>
  transport.sendMail({
    from: process.env.MAIL_FROM,
    to,
    subject: 'Reset your password',
    text: `Follow this link to choose a new password: ${process.env.PUBLIC_URL}/reset?token=${encodeURIComponent(token)}`,
  });
