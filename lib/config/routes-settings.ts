import type { Channel, ProviderId } from './delivery-settings';
import { type Env, textSetting } from './read-setting';

/** Numbers that begin with `prefix` (`+91`) go by these providers, in this order. */
export interface Route {
  prefix: string;
  providers: readonly ProviderId[];
}

/**
 * `SMS_ROUTES="+91=msg91,twilio;+1=twilio"`: other orders for some countries, longest prefix first. `isKnown` says
 * whether a provider can carry the channel.
 */
export function readRoutes(
  env: Env,
  problems: string[],
  channel: Channel,
  isKnown: (id: string) => id is ProviderId,
): Route[] {
  const name = `${channel.toUpperCase()}_ROUTES`;
  const typed = textSetting(env, name);
  if (typed === null) return [];
  const routes: Route[] = [];
  for (const rule of typed.split(';').filter((part) => part.trim() !== '')) {
    const match = /^\s*(\+[1-9]\d{0,6})\s*=\s*([\w, -]+?)\s*$/.exec(rule);
    const ids = (match?.[2] ?? '').split(',').map((id) => id.trim().toLowerCase());
    const wrong = ids.filter((id) => !isKnown(id));
    if (!match || wrong.length > 0) {
      problems.push(
        `${name} has "${rule.trim()}". Write +<country code>=<provider>,<provider>; for example +91=msg91,twilio;+1=twilio.`,
      );
    } else {
      routes.push({ prefix: match[1]!, providers: [...new Set(ids as ProviderId[])] });
    }
  }
  return routes.sort((a, b) => b.prefix.length - a.prefix.length);
}
