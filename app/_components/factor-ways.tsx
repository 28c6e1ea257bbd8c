import { TextLink } from './text-link';

const labels: Record<string, string> = {
  passkey: 'Use a passkey',
  totp: 'Use your authenticator app',
  sms: 'Get a code by SMS',
  whatsapp: 'Get a code by WhatsApp',
  voice: 'Get a code by phone call',
  email: 'Get a code by email',
  backup: 'Use a backup code',
  password: 'Use your password',
};

/** The other ways to show that it is you, as plain links. */
export function FactorWays({
  path,
  ways,
  current,
}: {
  path: string;
  ways: readonly { way: string }[];
  current: string;
}) {
  const others = ways.filter(({ way }) => way !== current);
  if (others.length === 0) return null;
  return (
    <nav aria-label="Other ways">
      <ul className="grid gap-1">
        {others.map(({ way }) => (
          <li key={way}>
            <TextLink href={`${path}${path.includes('?') ? '&' : '?'}use=${way}`}>
              {labels[way] ?? way}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
