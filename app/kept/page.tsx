import type { Metadata } from 'next';
import { KeptView } from '../../components/islands/kept-view.tsx';

export const metadata: Metadata = { title: 'What is kept, and where' };

export default function Kept() {
  return (
    <div className="page prose">
      <h1>What is kept, and where</h1>
      <p>
        Nothing leaves your machine. The course has no accounts, no analytics and no cookies, and its pages load nothing
        from anywhere else.
      </p>
      <h2>What is kept of you</h2>
      <div data-live>
        <KeptView />
      </div>
      <noscript>
        <p>Without JavaScript nothing is kept at all.</p>
      </noscript>
      <h2>In this browser</h2>
      <p>
        Each value is saved as you change it, with the time, in the browser’s storage under the address that you opened
        the course at. Imported results lie beside it in the browser’s database, as long as there is no sandbox.
      </p>
      <p>
        The key that opens the sandbox is here too, when you came through a start link. It is worth nothing on another
        machine, and no export holds it. Terminals and the way back from the sign-in are remembered until you close the
        tab.
      </p>
      <p>
        From a host on the net, the pages that you open are kept in the browser’s cache as well, so that they can be
        read without a connection. They are the same for everybody and hold nothing of you. Erasing leaves them; the
        browser’s own settings for this site remove them.
      </p>
      <h2>With the sandbox, on the machine that runs it</h2>
      <p>
        When you sign in, browser and sandbox are brought together: what only one of them has goes to the other, and of
        two values under one name the newer one counts. From then on each change goes to both, so that everything is
        there after the next start, also when the port is another one.
      </p>
      <p>
        It lies in <code>.loadstone/</code> inside the folder of the course, or where <code>LOADSTONE_DATA</code> says,
        together with your runs and the home folder of the terminal. Only the user who started the course may read it.{' '}
        <code>npm run clean</code> shows how much there is.
      </p>
      <h2>What a run stores</h2>
      <p>
        The plan, the samples, the results, the hash of the servers’ source, and a card of the machine: its processor,
        cores, memory, kernel and the versions of the tools. The card names no person and no host. You can save a run as
        a file; it goes only where you send it. <a href="/runs">Your runs</a> are deleted one by one, or with the
        folder.
      </p>
    </div>
  );
}
