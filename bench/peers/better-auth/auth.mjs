import { betterAuth } from 'better-auth';
import { emailOTP } from 'better-auth/plugins/email-otp';
import nodemailer from 'nodemailer';
import { Pool } from 'pg';

const mail = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(process.env.EMAIL_PORT),
  secure: false,
  ignoreTLS: true,
  pool: true,
});

/** better-auth as its guide sets it up: its defaults, PostgreSQL by its own adapter, codes by mail. */
export const options = {
  database: new Pool({ connectionString: process.env.DATABASE_URL }),
  baseURL: process.env.BETTER_AUTH_URL,
  secret: process.env.BETTER_AUTH_SECRET,
  emailAndPassword: { enabled: true },
  plugins: [
    emailOTP({
      async sendVerificationOTP({ email, otp }) {
        await mail.sendMail({
          from: 'login@example.com',
          to: email,
          subject: 'Your verification code',
          text: `Your verification code is: ${otp}. Valid for 5 minutes.`,
          html: `<p>Your verification code is: <strong>${otp}</strong>. Valid for 5 minutes.</p>`,
        });
      },
    }),
  ],
};

export const auth = betterAuth(options);
