'use client';

import { useEffect } from 'react';

/**
 * For pages of somebody who is signed in. Browsers keep whole pages for their back button (WebKit over plain http also
 * those that say `no-store`): asked for again, such a page is shown only to who still may see it.
 */
export function ReloadWhenRestored() {
  useEffect(() => {
    function onPageShow({ persisted }: PageTransitionEvent) {
      if (!persisted) return;
      document.documentElement.hidden = true;
      location.reload();
    }
    addEventListener('pageshow', onPageShow);
    return () => removeEventListener('pageshow', onPageShow);
  }, []);
  return null;
}
