import type { LabLimits } from '../../../protocol/host.ts';
import type { DiskUse } from './disk-use.ts';
import type { Lab } from './lab.ts';

const TICK_MS = 500;
/** The disk is looked at again when the file system has so much less, or after a while when nothing is measured. */
const NEW_BYTES = 16 * 1024 ** 2;
const NEW_FILES = 1000;
const LOOK_AGAIN_MS = 30_000;
/** How long a person has to delete what is too much. */
const GRACE_MS = 60_000;
const WARNINGS_MS = [10 * 60_000, 2 * 60_000];

export interface WatchParts {
  /** What the file system of the lab's directories has left. */
  room(): DiskUse;
  /** A run measures: nothing is looked at that can wait, and the lab is in use. */
  isMeasuring(): boolean;
  /** Said on every terminal of the lab. */
  notice(text: string): void;
  /** Milliseconds that never jump. */
  clock?(): number;
}

/**
 * Keeps one lab within what the kernel does not bound here: the memory of all its programs together, what its files
 * take, how long it is idle and how old it gets.
 */
export class LabWatch {
  readonly #lab: Lab;
  readonly #limits: LabLimits;
  readonly #parts: WatchParts;
  readonly #clock: () => number;
  readonly #since: number;
  #usedAt: number;
  #warned = new Set<string>();
  #looked: { at: number; room: DiskUse } | undefined;
  #tooMuch: { since: number; bytes: number; files: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(lab: Lab, limits: LabLimits, parts: WatchParts) {
    this.#lab = lab;
    this.#limits = limits;
    this.#parts = parts;
    this.#clock = parts.clock ?? (() => performance.now());
    this.#since = this.#clock();
    this.#usedAt = this.#since;
  }

  /** Looks twice a second until the lab ends. */
  start(): void {
    const next = async (): Promise<void> => {
      await this.tick();
      if (this.#timer) this.#timer = setTimeout(next, TICK_MS);
    };
    this.#timer = setTimeout(next, TICK_MS);
    void this.#lab.ended.then(() => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    });
  }

  /** Somebody types or runs something. */
  noteUse(): void {
    this.#usedAt = this.#clock();
    for (const warning of this.#warned) if (warning.startsWith('idle')) this.#warned.delete(warning);
  }

  async tick(): Promise<void> {
    this.#lookAtMemory();
    await this.#lookAtDisk();
    if (this.#parts.isMeasuring()) this.noteUse();
    this.#lookAtClock('idle', this.#usedAt, this.#limits.idleMs, 'Nobody has used this lab for a while');
    this.#lookAtClock('lifetime', this.#since, this.#limits.lifetimeMs, 'A lab has its time');
  }

  #lookAtMemory(): void {
    const held = this.#lab.heldBytes();
    if (held === undefined || held <= this.#limits.memoryBytes) return;
    this.#parts.notice(
      `The programs of this lab held ${inMegabytes(held)} of memory, and it may have ${inMegabytes(this.#limits.memoryBytes)}. They are ended; your files stay.`,
    );
    void this.#lab.close('oom');
  }

  async #lookAtDisk(): Promise<void> {
    const now = this.#clock();
    const room = this.#parts.room();
    const since = this.#looked;
    const filled = !since || since.room.bytes - room.bytes > NEW_BYTES || since.room.files - room.files > NEW_FILES;
    const isDue = since && !this.#parts.isMeasuring() && now - since.at > LOOK_AGAIN_MS;
    if (!filled && !isDue && !this.#tooMuch) return;
    this.#looked = { at: now, room };
    const use = await this.#lab.usedDisk();
    if (use) this.#judge(use);
  }

  #judge({ bytes, files }: DiskUse): void {
    const { diskBytes, files: mostFiles } = this.#limits;
    const before = this.#tooMuch;
    if (bytes <= diskBytes && files <= mostFiles) {
      if (before) this.#parts.notice('The files of this lab are within their limit again.');
      this.#tooMuch = undefined;
      return;
    }
    if (before && this.#clock() - before.since > GRACE_MS) {
      this.#parts.notice('The files of this lab are still too much: it ends. They stay as they are.');
      void this.#lab.close('limit');
      return;
    }
    this.#tooMuch = { since: before?.since ?? this.#clock(), bytes, files };
    if (before && bytes <= before.bytes && files <= before.files) return;
    this.#lab.endPrograms();
    const what =
      bytes > diskBytes
        ? `take ${inMegabytes(bytes)}, and they may take ${inMegabytes(diskBytes)}`
        : `are ${files}, and there may be ${mostFiles}`;
    this.#parts.notice(`The files of this lab ${what}. Its programs were ended: delete some within a minute.`);
  }

  #lookAtClock(reason: 'idle' | 'lifetime', from: number, most: number | undefined, why: string): void {
    if (most === undefined) return;
    const left = from + most - this.#clock();
    if (left <= 0) {
      void this.#lab.close(reason);
      return;
    }
    for (const warning of WARNINGS_MS) {
      const name = `${reason} ${warning}`;
      if (left > warning || warning >= most || this.#warned.has(name)) continue;
      this.#warned.add(name);
      this.#parts.notice(`${why}: it ends in ${Math.ceil(left / 60_000)} minutes. Your files stay.`);
    }
  }
}

const inMegabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
