/** What may be typed into a shell by pasting, and in which pieces. Pure. */

const PREVIEW_BYTES = 1024;
const REFUSE_BYTES = 256 * 1024;
const PIECE_BYTES = 1024;

/**
 * Pasted text without what could act on the terminal: line ends become CR, then every C0 and C1 control but TAB and CR
 * goes, ESC and DEL among them.
 */
export function cleanPaste(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/\r\n|\n/g, '\r').replace(/[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}

/** `preview`: several lines, or long; a line end would run the command, so the reader sees it first. */
export function pasteDecision(clean: string): 'nothing' | 'send' | 'preview' | 'refuse' {
  const bytes = new TextEncoder().encode(clean).length;
  if (bytes === 0) return 'nothing';
  if (bytes > REFUSE_BYTES) return 'refuse';
  return clean.includes('\r') || bytes > PREVIEW_BYTES ? 'preview' : 'send';
}

/** Bytes in pieces that one frame carries; a character may be split, the shell reads a stream. */
export function pieces(bytes: Uint8Array): Uint8Array[] {
  const parts = [];
  for (let i = 0; i < bytes.length; i += PIECE_BYTES) parts.push(bytes.subarray(i, i + PIECE_BYTES));
  return parts;
}

const TITLE_CHARACTERS = 64;

/** What a program wants to be called: a line of plain text, without what would hide or turn what stands beside it. */
export function cleanTitle(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')].slice(0, TITLE_CHARACTERS).join('');
}

export interface PrintedLink {
  readonly href: string;
  /** In ASCII, so that letters of another alphabet do not pass for others. */
  readonly host: string;
  /** Of the lab's own loopback, which this browser does not reach. */
  readonly insideLab: boolean;
}

/** A link that a program printed, when it leads to the web; undefined for everything else. */
export function printedLink(text: string): PrintedLink | undefined {
  if (!URL.canParse(text)) return undefined;
  const { href, protocol, host, hostname, username, password } = new URL(text);
  if ((protocol !== 'http:' && protocol !== 'https:') || username || password) return undefined;
  return { href, host, insideLab: /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(hostname) };
}

/** Keys that leave the terminal: Shift+Tab, or Tab soon after Escape. */
export class LeaveKeys {
  static readonly #WITHIN_MS = 1000;
  #escapeAt = Number.NEGATIVE_INFINITY;

  /** True when this key press moves the focus out and is not for the shell. Escape itself still reaches the shell. */
  leaves(key: string, shift: boolean, now: number): boolean {
    if (key === 'Tab') return shift || now - this.#escapeAt <= LeaveKeys.#WITHIN_MS;
    if (key === 'Escape') this.#escapeAt = now;
    else if (key !== 'Shift') this.#escapeAt = Number.NEGATIVE_INFINITY;
    return false;
  }
}
