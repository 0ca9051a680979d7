'use client';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { z } from 'zod';
import { problemWords } from '../connection/api.ts';
import { cleanPaste, pasteDecision } from '../connection/terminal-input.ts';
import type { TerminalLink } from '../connection/terminal-socket.ts';
import { usePresence } from '../connection/use-live.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './islands.module.css';
import { PasteDialog } from './paste-dialog.tsx';
import type { Emulator } from './terminal-emulator.ts';
import { exitWords } from './terminal-words.ts';
import { Words } from './words.tsx';

export interface SuggestedCommand {
  readonly command: string;
  /** What it shows, as one sentence. */
  readonly shows: string;
}

const linkWords: Record<TerminalLink, string> = {
  connecting: 'Opening a shell.',
  open: '',
  waiting: 'The connection is lost. Keys are not taken until it is back; the shell goes on meanwhile.',
  ended: '',
};

const readerSchema = z.boolean();

/** A shell on the very machine that runs the servers. Nothing of it loads before it is opened. */
export function TerminalIsland({ intro, commands = [] }: { intro: string; commands?: readonly SuggestedCommand[] }) {
  const present = usePresence();
  const [opened, setOpened] = useState(0);
  const away = present === 'none' || present === 'locked';
  return (
    <section className={styles.island} data-live aria-label="Terminal">
      <p className={styles.note}>{intro}</p>
      {commands.length > 0 && (
        <ol className={styles.commands}>
          {commands.map(({ command, shows }) => (
            <li key={command}>
              <p>{shows}</p>
              <div className={styles.command}>
                <code>{command}</code>
                <CopyButton text={command} label="Copy command" />
              </div>
            </li>
          ))}
        </ol>
      )}
      {opened > 0 && !away ? (
        <Screen key={opened} onAgain={() => setOpened((n) => n + 1)} />
      ) : (
        <div className={styles.terminal}>
          <div className={styles.door}>
            {present === 'none' && (
              <p>
                A shell opens here when the course runs on your machine: <code>npm start</code> in a copy of the course
                starts it. It is a small sandbox with the servers' source in its home folder.
              </p>
            )}
            {present === 'locked' && (
              <p>
                Sandbox here, open your start link: <code>npm start</code> printed it, and <code>npm run url</code>{' '}
                prints a new one.
              </p>
            )}
            {!away && (
              <button type="button" className={styles.primary} onClick={() => setOpened(1)}>
                Open a terminal
              </button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

function Screen({ onAgain }: { onAgain: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const emulator = useRef<Emulator>(undefined);
  const [link, setLink] = useState<TerminalLink>('connecting');
  const [words, setWords] = useState('');
  const [pasted, setPasted] = useState<string>();
  const [text, setText] = useState<string>();
  const [reader, setReader] = useOwnerState('terminal.reader', readerSchema);
  const hint = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: one emulator for the life of this screen; the switch below changes its mode
  useEffect(() => {
    let gone = false;
    void import('./terminal-emulator.ts').then(
      ({ openEmulator }) => {
        if (gone || !box.current) return;
        emulator.current = openEmulator(
          box.current,
          {
            link: (next, why) => {
              setLink(next);
              if (why) setWords(problemWords(why));
              else if (next === 'open') setWords('');
            },
            frame: (frame) => {
              if (frame.type === 'exit') setWords(exitWords(frame));
              if (frame.type === 'notice') setWords(frame.text);
            },
          },
          reader ?? false,
        );
        emulator.current.focus();
      },
      () => setWords('The terminal could not be loaded; reload the page.'),
    );
    return () => {
      gone = true;
      emulator.current?.dispose();
    };
  }, []);

  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    emulator.current?.focus();
  };
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const clean = cleanPaste(event.clipboardData.getData('text/plain'));
    const decision = pasteDecision(clean);
    if (decision === 'send') emulator.current?.paste(clean);
    if (decision === 'preview') setPasted(clean);
    if (decision === 'refuse') setWords('More than 256 KiB cannot be pasted; put it into a file instead.');
  };

  return (
    <div className={styles.terminal}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      <div
        ref={box}
        className={styles.screen}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the one tab stop of the terminal, Enter goes in
        tabIndex={0}
        role="group"
        aria-label="Terminal, press Enter to type"
        aria-describedby={hint}
        onKeyDown={enter}
        onPasteCapture={paste}
      />
      <div className={styles.termBar}>
        <p id={hint}>Esc then Tab leaves, or Shift+Tab.</p>
        <label>
          <input
            type="checkbox"
            checked={reader ?? false}
            onChange={(event) => {
              setReader(event.target.checked);
              emulator.current?.setScreenReader(event.target.checked);
            }}
          />{' '}
          Screen reader mode
        </label>
        <button type="button" className={styles.quiet} onClick={() => setText(emulator.current?.text() ?? '')}>
          Open as text
        </button>
        {link === 'ended' && (
          <button type="button" className={styles.quiet} onClick={onAgain}>
            Open a new terminal
          </button>
        )}
        <p role="status">
          <Words text={words || linkWords[link]} />
        </p>
      </div>
      {text !== undefined && (
        <details open className={styles.asText}>
          <summary>What the terminal shows, as text</summary>
          <pre>{text}</pre>
        </details>
      )}
      <PasteDialog
        text={pasted}
        onDone={(send) => {
          if (send && pasted) emulator.current?.paste(pasted);
          setPasted(undefined);
          emulator.current?.focus();
        }}
      />
    </div>
  );
}
