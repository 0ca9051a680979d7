'use client';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { z } from 'zod';
import { problemWords } from '../connection/api.ts';
import { cleanPaste, type PrintedLink, pasteDecision, printedLink } from '../connection/terminal-input.ts';
import type { TerminalLink } from '../connection/terminal-socket.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import styles from './islands.module.css';
import { LinkDialog } from './link-dialog.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import { type Emulator, openEmulator } from './terminal-emulator.ts';
import { exitWords } from './terminal-words.ts';
import { Words } from './words.tsx';

const linkWords: Record<TerminalLink, string> = {
  connecting: 'Opening a shell.',
  open: '',
  waiting: 'The connection is lost. Keys are not taken until it is back; the shell goes on meanwhile.',
  ended: '',
};

const readerSchema = z.boolean();
const FONT_SIZES = [11, 12, 13, 14, 16, 18, 21, 24];
const USUAL_FONT_SIZE = 14;
const fontSizeSchema = z
  .number()
  .min(FONT_SIZES[0] as number)
  .max(FONT_SIZES.at(-1) as number);

/** The open terminal: its screen, what can be done with it, and what is asked about it. */
export default function TerminalScreen({ onAgain }: { onAgain: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const emulator = useRef<Emulator>(undefined);
  const [link, setLink] = useState<TerminalLink>('connecting');
  const [words, setWords] = useState('');
  const [pasted, setPasted] = useState<string>();
  const [text, setText] = useState<string>();
  const [asked, setAsked] = useState<PrintedLink>();
  const [title, setTitle] = useState('');
  const [finding, setFinding] = useState(false);
  const [reader, setReader] = useOwnerState('terminal.reader', readerSchema);
  const [fontSize = USUAL_FONT_SIZE, setFontSize] = useOwnerState('terminal.font', fontSizeSchema);
  const hint = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: one emulator for the life of this screen; the switch below changes its mode
  useEffect(() => {
    if (!box.current) return;
    const opened = openEmulator(
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
        follow: (text) => {
          const link = printedLink(text);
          if (link) setAsked(link);
          else setWords('Only links to the web can be followed.');
        },
        title: setTitle,
      },
      { screenReaderMode: reader ?? false, fontSize },
    );
    emulator.current = opened;
    opened.focus();
    return () => opened.dispose();
  }, []);

  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    emulator.current?.focus();
  };
  const resize = (step: 1 | -1) => {
    const at = FONT_SIZES.findIndex((size) => size >= fontSize);
    const next = FONT_SIZES[at + step];
    if (next === undefined) return;
    setFontSize(next);
    emulator.current?.setFontSize(next);
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
      {title && <p className={styles.termTitle}>{title}</p>}
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
        <button type="button" className={styles.quiet} aria-expanded={finding} onClick={() => setFinding(!finding)}>
          Find
        </button>
        <span className={styles.sizes}>
          <button type="button" className={styles.quiet} onClick={() => resize(-1)}>
            Smaller letters
          </button>
          <button type="button" className={styles.quiet} onClick={() => resize(1)}>
            Larger letters
          </button>
        </span>
        {link === 'ended' && (
          <button type="button" className={styles.quiet} onClick={onAgain}>
            Open a new terminal
          </button>
        )}
        <p role="status">
          <Words text={words || linkWords[link]} />
        </p>
      </div>
      {finding && <FindBar find={(what, direction) => emulator.current?.find(what, direction) ?? false} />}
      {text !== undefined && (
        <details open className={styles.asText}>
          <summary>What the terminal shows, as text</summary>
          <pre>{text}</pre>
        </details>
      )}
      <LinkDialog
        link={asked}
        onDone={() => {
          setAsked(undefined);
          emulator.current?.focus();
        }}
      />
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

/** Looks through the screen and the scrollback. Enter goes on to the next place, Shift+Enter back. */
function FindBar({ find }: { find: (text: string, direction: 'next' | 'before') => boolean }) {
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const look = (direction: 'next' | 'before') => setMissing(text !== '' && !find(text, direction));
  return (
    <search className={styles.termBar}>
      <label>
        Find in the terminal{' '}
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to type into it
          autoFocus
          type="text"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMissing(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') look(event.shiftKey ? 'before' : 'next');
          }}
        />
      </label>
      <button type="button" className={styles.quiet} onClick={() => look('before')}>
        Before
      </button>
      <button type="button" className={styles.quiet} onClick={() => look('next')}>
        Next
      </button>
      <span role="status">{missing ? 'Not found.' : ''}</span>
    </search>
  );
}
