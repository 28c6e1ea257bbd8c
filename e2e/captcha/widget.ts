import type { Page } from '@playwright/test';
import { captchaVendors } from '@/lib/guard/captcha/vendors';

export type Provider = keyof typeof captchaVendors;

/** Where each vendor's frame is, and the second script and the style sheet that some of them load. */
const places: Record<Provider, { frame: string; also: readonly string[] }> = {
  turnstile: { frame: 'https://challenges.cloudflare.com/frame', also: [] },
  hcaptcha: {
    frame: 'https://newassets.hcaptcha.com/frame',
    also: ['https://newassets.hcaptcha.com/more.js', 'https://newassets.hcaptcha.com/widget.css'],
  },
  recaptcha: {
    frame: 'https://www.google.com/recaptcha/api2/frame',
    also: ['https://www.gstatic.com/recaptcha/more.js'],
  },
};

/** What the vendor's own script does, in short: it calls our name, draws a frame of its own, and hands over a token. */
const scriptOf = (name: string, { frame, also }: (typeof places)[Provider]) => `
  for (const address of ${JSON.stringify(also)}) {
    const css = address.endsWith('.css');
    const element = document.createElement(css ? 'link' : 'script');
    if (css) element.rel = 'stylesheet';
    element[css ? 'href' : 'src'] = address;
    document.head.append(element);
  }
  window[${JSON.stringify(name)}] = {
    render(element, options) {
      const frame = document.createElement('iframe');
      frame.title = 'Are you human?';
      frame.width = 300;
      frame.height = 74;
      frame.src = ${JSON.stringify(frame)} + '?sitekey=' + options.sitekey;
      element.append(frame);
      addEventListener('message', ({ source, data }) => {
        if (source === frame.contentWindow) options.callback(data);
      });
    },
  };
  window.latchkeyCaptcha();`;

const framePage = `<!doctype html><title>widget</title>
  <body style="font: 16px sans-serif; background: #fafafa; margin: 20px">
  <label><input type="checkbox" onchange="parent.postMessage('token of ' + new window.URL(location).searchParams.get('sitekey'), '*')">
  I am human</label>`;

/** A stand-in of a vendor's pages at the vendor's own addresses, so that the browser judges them by our policy. */
export async function standInFor(page: Page, provider: Provider): Promise<void> {
  const { script, global } = captchaVendors[provider];
  const place = places[provider];
  const answers: [address: string, type: string, body: string][] = [
    [script, 'text/javascript', scriptOf(global, place)],
    [place.frame, 'text/html', framePage],
    ...place.also.map((address): [string, string, string] =>
      address.endsWith('.css')
        ? [address, 'text/css', 'body { --widget: loaded }']
        : [address, 'text/javascript', 'window.moreOfIt = true'],
    ),
  ];
  await page.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => {
      const address = route.request().url();
      const known = answers.find(([start]) => address.startsWith(start));
      if (!known) return route.abort();
      return route.fulfill({ contentType: known[1], body: known[2] });
    },
  );
}
