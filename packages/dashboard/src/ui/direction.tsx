import { useSyncExternalStore } from 'react';

/** The direction that the page is read in: that of its root element, also when somebody changes it there. */
export function useDirection(): 'ltr' | 'rtl' {
  return useSyncExternalStore(subscribe, () => (document.dir === 'rtl' ? 'rtl' : 'ltr'));
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['dir'] });
  return () => observer.disconnect();
}
