'use client';

import { useEffect } from 'react';

/**
 * Nobody who moves by keyboard, or listens, is thrown back to the top by a press: when what had the focus has gone from
 * the page, the focus goes to the field to be mended, else to what was said, else to where the code is typed, else to the
 * page's heading.
 */
export function FocusKeeper() {
  useEffect(() => {
    let held: EventTarget | null = null;
    let path = '';

    function onFocusIn({ target }: FocusEvent) {
      held = target;
      path = location.pathname;
    }

    function onFocusOut({ target }: FocusEvent) {
      // Leaving is the person's own choice; but the browser also says so of what is just being removed.
      queueMicrotask(() => {
        if (held === target && (target as Element).isConnected) held = null;
      });
    }

    const observer = new MutationObserver(() => {
      if (!(held instanceof Element) || held.isConnected) return;
      held = null;
      if (document.activeElement === document.body) findSuccessor(path !== location.pathname)?.focus();
    });

    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
      observer.disconnect();
    };
  }, []);
  return null;
}

/** Alerts can take the focus by themselves (tabindex -1); another page begins with its heading. */
function findSuccessor(onAnotherPage: boolean): HTMLElement | null {
  const find = (selector: string) => document.querySelector<HTMLElement>(`main ${selector}`);
  const next = ['[aria-invalid="true"]', '[tabindex="-1"]:not(h1)', '[autocomplete="one-time-code"]'];
  for (const selector of onAnotherPage ? [] : next) {
    const found = find(selector);
    if (found) return found;
  }
  const heading = find('h1');
  if (heading) heading.tabIndex = -1;
  return heading;
}
