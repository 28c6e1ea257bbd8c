import { type CaptchaSettings, loadCaptchaSettings } from './captcha-settings';
import { choiceSetting, type Env, listSetting, textSetting } from './read-setting';

/** How the guard against automatic requests and paid traffic is set. */
export interface GuardSettings {
  /** `record` decides and writes down what it would have stopped; `enforce` stops it. */
  pumping: 'record' | 'enforce' | 'off';
  /** Millionths of the currency of the prices, a day (UTC); null: no budget. Stops SMS and calls, nothing else. */
  dailyBudgetMicros: bigint | null;
  /** Millionths a message by ISO 3166 country; `*` for all others. */
  priceMicros: ReadonlyMap<string, bigint>;
  proofOfWork: 'risk' | 'always' | 'off';
  /** Countries whose numbers always need a proof of work. */
  proofCountries: readonly string[];
  /** A vendor's captcha in place of our proof of work; null: none. */
  captcha: CaptchaSettings | null;
}

/** What a text message costs where nobody said so: high, so that a budget is kept rather than broken. */
const defaultPriceMicros = 50_000n;

export function loadGuardSettings(env: Env, problems: string[]): GuardSettings {
  return {
    pumping: choiceSetting(env, problems, 'PUMPING_GUARD', ['record', 'enforce', 'off']),
    dailyBudgetMicros: readMoney(env, problems, 'SMS_DAILY_BUDGET'),
    priceMicros: readPrices(env, problems),
    proofOfWork: choiceSetting(env, problems, 'PROOF_OF_WORK', ['risk', 'always', 'off']),
    proofCountries: listSetting(env, 'PROOF_OF_WORK_COUNTRIES').map((country) => country.toUpperCase()),
    captcha: loadCaptchaSettings(env, problems),
  };
}

/** An amount with up to six decimals, in millionths; null for what is none. */
function parseMoney(text: string): bigint | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return whole === undefined ? null : BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'));
}

function readMoney(env: Env, problems: string[], name: string): bigint | null {
  const typed = textSetting(env, name);
  if (typed === null) return null;
  const amount = parseMoney(typed);
  if (amount === null) problems.push(`${name} is "${typed}". Write an amount such as 25 or 7.50.`);
  return amount;
}

function readPrices(env: Env, problems: string[]): ReadonlyMap<string, bigint> {
  const prices = new Map([['*', defaultPriceMicros]]);
  for (const item of listSetting(env, 'SMS_PRICES')) {
    const [, country, amount] = /^(\*|[A-Za-z]{2})\s*=\s*([\d.]+)$/.exec(item) ?? [];
    const price = amount === undefined ? null : parseMoney(amount);
    if (country === undefined || price === null) {
      problems.push(`SMS_PRICES has "${item}". Write country=price, for example IN=0.004,US=0.008,*=0.05.`);
    } else {
      prices.set(country.toUpperCase(), price);
    }
  }
  return prices;
}
