const links = [
  { href: '/login', text: 'Sign in' },
  { href: '/forgot-password', text: 'Forgot password' },
  { href: '/register', text: 'Create an account' },
  { href: '/api/v1/openapi.json', text: 'API' },
];

export function SiteFooter({ appName }: { appName: string }) {
  return (
    <footer className="mx-auto flex max-w-6xl flex-col gap-x-8 gap-y-3 px-4 pt-8 pb-[max(2rem,env(safe-area-inset-bottom))] text-sm text-muted sm:px-8 lg:flex-row lg:items-center lg:justify-between">
      <p>Nobody at {appName} will ever ask you for a code.</p>
      <ul className="-mx-2 flex flex-wrap">
        {links.map(({ href, text }) => (
          <li key={href}>
            <a
              href={href}
              className="inline-flex min-h-11 items-center px-2 underline-offset-4 hover:text-ink hover:underline"
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </footer>
  );
}
