import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'What is kept, and where' };

export default function Kept() {
  return (
    <div className="page prose">
      <h1>What is kept, and where</h1>
      <p>
        Nothing leaves your machine. The course has no accounts, no analytics and no cookies, and its pages load nothing
        from anywhere else.
      </p>
      <h2>In this browser</h2>
      <p>Everything here lies in the browser’s local storage, under the address that you opened the course at.</p>
      <ul>
        <li>The colours you chose, the projector view, and which lessons you have read to the end.</li>
        <li>The curves you drew. With a sandbox a second copy goes to the sandbox server on your machine.</li>
        <li>
          The key that opens the sandbox, when you came through a start link. It is worth nothing on another machine.
        </li>
      </ul>
      <p>
        To delete all of it, clear the data of this site in the settings of your browser. The page that you came from,
        kept for the way back from the sign-in, goes when you close the tab.
      </p>
      <h2>On the machine that runs the sandbox</h2>
      <p>
        Runs, predictions and the home folder of the terminal lie in <code>.loadstone/</code> inside the folder of the
        course, or where <code>LOADSTONE_DATA</code> says. Only the user who started the course may read it.{' '}
        <code>npm run clean</code> shows how much there is and removes what you name.
      </p>
      <h2>What a run stores</h2>
      <p>
        The plan, the samples, the results, the hash of the servers’ source, and a card of the machine: its processor,
        cores, memory, kernel and the versions of the tools. The card names no person and no host. You can save a run as
        a file; it goes only where you send it.
      </p>
    </div>
  );
}
