import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleManifest } from '../../../protocol/sample-code.ts';
import { findJdk } from '../../runner/toolchains.ts';
import { finished } from './finished.ts';

/** How a language's packages are fetched, where its compiler does not do so itself. */
const INSTALLS = {
  node: {
    argv: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'],
    locks: ['package-lock.json'],
    folder: 'node_modules',
  },
  java: {
    argv: ['mvn', '--quiet', '--batch-mode', 'dependency:copy-dependencies'],
    locks: ['pom.xml', '../../variants/java/pom.xml'],
    folder: 'target/jars',
  },
} as const;

/** Fetches the packages that a language folder's files pin, unless just these are there. */
export async function installPackages(language: SampleManifest['language'], languageFolder: string): Promise<void> {
  if (language === 'rust') return;
  const { argv, locks, folder } = INSTALLS[language];
  const wanted = locks.map((lock) => readFileSync(join(languageFolder, lock), 'utf8')).join('');
  const note = join(languageFolder, folder, '.installed-lock');
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return;
  const [program, ...args] = argv;
  const env = { ...process.env, ...(language === 'java' && { JAVA_HOME: findJdk('0')?.home }) };
  const { status, stdout, stderr } = await finished(program, args, { cwd: languageFolder, env });
  if (status !== 0) throw new Error(`${argv.join(' ')} failed in ${languageFolder}: ${stdout}${stderr}`);
  writeFileSync(note, wanted);
}
