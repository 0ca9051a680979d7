import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { isRoot, LAB_HOST_ID } from './spawn-clean.ts';

/** The directories of one lab on the host, below a directory that only we can enter. */
export interface LabTree {
  /** Kept from lab to lab; the lab owns what is in it, so we never touch a name below. */
  home: string;
  tmp: string;
  /** Made by us at each start: the five files of /etc, and programs of ours. */
  made: string;
}

const ETC_FILES = {
  passwd: 'root:x:0:0:root:/root:/usr/sbin/nologin\nstudent:x:1000:1000:Student:/home/student:/bin/bash\n',
  group: 'root:x:0:\nstudent:x:1000:\n',
  hosts: '127.0.0.1 localhost lab\n::1 localhost\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  'resolv.conf': '# This lab has no network but its own loopback.\n',
};
export const etcFiles = Object.keys(ETC_FILES);

const BASHRC = `PS1='lab:\\w\\$ '
alias ls='ls --color=auto'
`;

/** Installed and built things of a variant stay in the read-only original; its checks are nothing to edit. */
const NOT_COPIED = new Set(['node_modules', 'target', 'test', 'contract']);

/**
 * Makes what is missing of a lab's tree. A home that exists is left as it is. `seen` is where programs in the lab find
 * the folder `variants`.
 */
export function prepareTree(directory: string, variants: string, seen: string): LabTree {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const tree = { home: join(directory, 'home'), tmp: join(directory, 'tmp'), made: join(directory, 'made') };
  rmSync(tree.made, { recursive: true, force: true });
  for (const part of ['', 'etc', 'bin']) makeDirectory(join(tree.made, part));
  for (const [name, text] of Object.entries(ETC_FILES)) makeFile(join(tree.made, 'etc', name), text, 0o644);
  cpSync(join(import.meta.dirname, 'serve.sh'), join(tree.made, 'bin/serve'));
  chmodSync(join(tree.made, 'bin/serve'), 0o755);
  if (!existsSync(tree.tmp)) {
    mkdirSync(tree.tmp, { mode: 0o700 });
    giveToLab(tree.tmp);
  }
  if (!existsSync(tree.home)) makeHome(tree.home, variants, seen);
  return tree;
}

/** Filled under another name and then renamed: a home is there as a whole or not at all. */
function makeHome(home: string, variants: string, seen: string): void {
  const draft = `${home}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  makeFile(join(draft, '.bashrc'), BASHRC, 0o644);
  cpSync(variants, join(draft, 'variants'), { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
  // The copies find the packages of the originals, also when those are installed later.
  if (existsSync(join(variants, 'node')))
    symlinkSync(join(seen, 'node/node_modules'), join(draft, 'variants/node/node_modules'));
  giveToLab(draft);
  renameSync(draft, home);
}

/** Modes are set by hand, so that a narrow umask does not lock the lab out. */
function makeDirectory(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function makeFile(path: string, text: string, mode: number): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** Only for trees that no lab has seen yet. */
function giveToLab(path: string): void {
  if (!isRoot) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) giveToLab(below);
    else lchownSync(below, LAB_HOST_ID, LAB_HOST_ID);
  }
  lchownSync(path, LAB_HOST_ID, LAB_HOST_ID);
}
