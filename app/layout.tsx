import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Awake } from '../components/ui/awake.tsx';
import { Frame } from '../components/ui/frame.tsx';
import { THEME_SCRIPT } from './_content/inline-scripts.ts';
import './styles/tokens.css';
import './styles/base.css';

export const metadata: Metadata = {
  title: { default: 'Loadstone', template: '%s · Loadstone' },
  description: 'A course on scaling whose claims you test on your own cores.',
  icons: { icon: '/icon.svg' },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf6' },
    { media: '(prefers-color-scheme: dark)', color: '#17181a' },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, allowed in the policy by its hash */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        <script src="/shell.js" defer />
      </head>
      <body>
        <Frame>{children}</Frame>
        <Awake />
      </body>
    </html>
  );
}
