import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { ServerFrame } from '../../protocol/terminal-frames.ts';
import { cleanTitle, LeaveKeys } from '../connection/terminal-input.ts';
import { type TerminalEvents, TerminalSocket } from '../connection/terminal-socket.ts';

/** Loaded only when a terminal opens: xterm.js is the heaviest library of the site. */

const SCROLLBACK_LINES = 5000;

/** A payload longer than this is nothing that a lesson needs. */
const MOST_ESCAPE_CHARACTERS = 4096;

export interface EmulatorEvents extends TerminalEvents {
  /** Somebody follows a link that a program printed. */
  follow(text: string): void;
  /** What the program in it wants to be called; plain and short. */
  title(text: string): void;
}

export interface Emulator {
  focus(): void;
  /** Selects the next place of a text, or the one before; false when there is none. */
  find(text: string, direction: 'next' | 'before'): boolean;
  setFontSize(pixels: number): void;
  paste(clean: string): void;
  setScreenReader(on: boolean): void;
  /** Everything on screen and in the scrollback, as text. */
  text(): string;
  dispose(): void;
}

export function openEmulator(
  element: HTMLElement,
  events: EmulatorEvents,
  { screenReaderMode, fontSize }: { screenReaderMode: boolean; fontSize: number },
): Emulator {
  const terminal = new Terminal({
    scrollback: SCROLLBACK_LINES,
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize,
    minimumContrastRatio: 4.5,
    cursorBlink: false,
    screenReaderMode,
    theme: themeOf(element),
    linkHandler: { activate: (_event, text) => events.follow(text), allowNonHttpProtocols: false },
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon((_event, text) => events.follow(text)));
  tameEscapes(terminal, (title) => events.title(title));
  terminal.open(element);
  fit.fit();
  // One tab stop for the whole terminal: its frame; Enter goes in from there.
  if (terminal.textarea) terminal.textarea.tabIndex = -1;

  let taking = false;
  let replaying = false;
  const socket = new TerminalSocket(
    { cols: terminal.cols, rows: terminal.rows },
    {
      link: (link, why) => {
        taking = link === 'open';
        terminal.options.disableStdin = !taking;
        events.link(link, why);
      },
      frame: (frame) => {
        show(frame);
        events.frame(frame);
      },
    },
  );

  function show(frame: ServerFrame): void {
    if (frame.type === 'snapshot') {
      if (frame.isFirst) {
        // From here to the last piece is parsed, what xterm emits would answer old queries into the live shell.
        replaying = true;
        terminal.reset();
        if (frame.cols !== terminal.cols || frame.rows !== terminal.rows) terminal.resize(frame.cols, frame.rows);
      }
      terminal.write(frame.bytes, () => {
        socket.parsed(frame.bytes.length);
        if (frame.isLast) replaying = false;
      });
    } else if (frame.type === 'output') terminal.write(frame.bytes, () => socket.parsed(frame.bytes.length));
    else if (frame.type === 'size') terminal.resize(frame.cols, frame.rows);
  }

  const encoder = new TextEncoder();
  terminal.onData((data) => taking && !replaying && socket.input(encoder.encode(data)));
  terminal.onBinary(
    (data) => taking && !replaying && socket.input(Uint8Array.from(data, (char) => char.charCodeAt(0))),
  );
  const keys = new LeaveKeys();
  terminal.attachCustomKeyEventHandler(
    (event) => event.type !== 'keydown' || !keys.leaves(event.key, event.shiftKey, event.timeStamp),
  );

  const sizes = new ResizeObserver(() => {
    const { cols, rows } = terminal;
    fit.fit();
    if (terminal.cols !== cols || terminal.rows !== rows) socket.resize(terminal.cols, terminal.rows);
  });
  sizes.observe(element);
  const offTheme = followTheme(() => {
    terminal.options.theme = themeOf(element);
  });
  void socket.open();

  return {
    focus: () => terminal.focus(),
    find: (text, direction) => (direction === 'next' ? search.findNext(text) : search.findPrevious(text)),
    setFontSize: (pixels) => {
      terminal.options.fontSize = pixels;
      fit.fit();
      socket.resize(terminal.cols, terminal.rows);
    },
    paste: (clean) => terminal.paste(clean),
    setScreenReader: (on) => {
      terminal.options.screenReaderMode = on;
    },
    text: () => {
      const { active } = terminal.buffer;
      const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? '');
      return lines.join('\n').trimEnd();
    },
    dispose: () => {
      offTheme();
      sizes.disconnect();
      socket.close();
      terminal.dispose();
    },
  };
}

/** The clipboard (OSC 52) is out of reach, colour queries get no answer, titles are text, and nothing is long. */
function tameEscapes(terminal: Terminal, title: (text: string) => void): void {
  for (const code of [1, 52]) terminal.parser.registerOscHandler(code, () => true);
  for (const code of [0, 2])
    terminal.parser.registerOscHandler(code, (data) => {
      title(cleanTitle(data));
      return true;
    });
  terminal.parser.registerOscHandler(8, (data) => data.length > MOST_ESCAPE_CHARACTERS);
  for (const code of [4, 10, 11, 12]) terminal.parser.registerOscHandler(code, (data) => data.includes('?'));
}

/** Resolved colours of the page: custom properties may still hold both themes. */
function themeOf(element: HTMLElement) {
  const { color, backgroundColor } = getComputedStyle(element);
  return {
    foreground: color,
    background: backgroundColor,
    cursor: color,
    cursorAccent: backgroundColor,
    selectionBackground: color,
    selectionForeground: backgroundColor,
  };
}

function followTheme(change: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const attributes = new MutationObserver(change);
  attributes.observe(document.documentElement, { attributes: true });
  dark.addEventListener('change', change);
  return () => {
    attributes.disconnect();
    dark.removeEventListener('change', change);
  };
}
