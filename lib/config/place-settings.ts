import { isIP } from 'node:net';
import { type Env, listSetting, textSetting } from './read-setting';

/** Where the server stands, and whom it believes. Each adds what is wrong to `problems`. */

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback({ hostname }: URL): boolean {
  return loopbackHosts.has(hostname);
}

export function readAppUrl(env: Env, problems: string[], port: number): URL {
  const typed = textSetting(env, 'APP_URL') ?? `http://localhost:${port}`;
  try {
    const url = new URL(typed);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('protocol');
    if (url.protocol === 'http:' && !isLoopback(url)) {
      problems.push(
        `APP_URL is ${url.origin}, without encryption. Use https:// for anything but this machine.`,
      );
    }
    return new URL(url.origin);
  } catch {
    problems.push(`APP_URL is "${typed}", which is no web address. Write it like https://login.example.com.`);
    return new URL('http://localhost');
  }
}

export function readProxies(env: Env, problems: string[]): string[] {
  return listSetting(env, 'TRUSTED_PROXIES').filter((block) => {
    const [address = '', prefix, ...rest] = block.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (isIP(address) !== 0 && fits && rest.length === 0) return true;
    problems.push(`TRUSTED_PROXIES has "${block}". Write addresses or blocks such as 10.0.0.0/8 or ::1.`);
    return false;
  });
}

/** Exact origins only: a wildcard would let every web site spend our messages. */
export function readOrigins(env: Env, problems: string[]): string[] {
  return listSetting(env, 'API_ALLOWED_ORIGINS').map((typed) => {
    const bare = typed.replace(/\/$/, '').toLowerCase();
    if (!URL.canParse(bare) || new URL(bare).origin !== bare) {
      problems.push(
        `API_ALLOWED_ORIGINS has "${typed}", which is no origin. Write it like https://shop.example.com.`,
      );
    }
    return bare;
  });
}
