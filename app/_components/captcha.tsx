'use client';

import { useEffect, useRef, useState } from 'react';
import type { FormState } from '@/lib/schemas/form-state';
import { useCommonWords } from './common-words';

interface Widget {
  render(element: HTMLElement, options: Record<string, unknown>): unknown;
}

/** The page's window, where a vendor's script leaves its name and calls ours. */
type VendorWindow = Window & { latchkeyCaptcha?: () => void } & Record<string, Widget | undefined>;

/**
 * A vendor's captcha, loaded only when an answer asks for it. Solved, it sends the form again. A browser that cannot load
 * it has the other way: to wait, and to press the button again.
 */
export function Captcha({
  captcha,
  button,
}: {
  captcha: NonNullable<FormState['captcha']>;
  button?: string;
}) {
  const { captchaFailed } = useCommonWords();
  const frame = useRef<HTMLDivElement>(null);
  const response = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  const { script, global, siteKey } = captcha;

  useEffect(() => {
    const page = window as unknown as VendorWindow;
    const draw = () => {
      if (!frame.current || frame.current.childElementCount > 0) return;
      page[global]?.render(frame.current, {
        sitekey: siteKey,
        'error-callback': () => setFailed(true),
        callback: (token: string) => {
          const input = response.current;
          if (!input?.form) return;
          input.value = token;
          input.form.requestSubmit(button ? input.form.querySelector<HTMLButtonElement>(button) : null);
        },
      });
    };
    page.latchkeyCaptcha = draw;
    if (page[global]?.render) return draw();
    const element = document.createElement('script');
    element.src = script;
    element.async = true;
    element.onerror = () => setFailed(true);
    document.head.append(element);
  }, [script, global, siteKey, button]);

  return (
    <>
      <div ref={frame} className="min-h-20" />
      {failed && (
        <p role="status" className="text-sm text-muted">
          {captchaFailed}
        </p>
      )}
      <input ref={response} type="hidden" name="captcha" defaultValue="" />
    </>
  );
}
