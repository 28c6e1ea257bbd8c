import type { ReactNode } from 'react';
import { ReloadWhenRestored } from '@/app/_components/reload-when-restored';

export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <ReloadWhenRestored />
    </>
  );
}
