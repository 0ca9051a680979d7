import { globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Diagnostic,
  type SampleManifest,
  type SampleVersion,
  sampleManifestSchema,
  type Verdict,
} from '../../../protocol/sample-code.ts';
import { type Missing, missing, missingProgram } from '../../runner/toolchains.ts';
import { cargoRefusal } from './cargo.ts';
import { javacRefusal } from './javac.ts';
import { installPackages } from './packages.ts';
import { runProgram, versionOfBubblewrap } from './program.ts';

/** The manifest of a sample with what was found for each of its versions. */
export interface JudgedSample {
  readonly sample: SampleManifest;
  readonly printed: Verdict;
  readonly between: readonly Verdict[];
  readonly mended?: Verdict;
}

/** Every `<language>/<name>` below this folder that has a sample.json. */
export function findSamples(): string[] {
  const root = dirname(import.meta.dirname);
  return globSync('*/*/sample.json', { cwd: root })
    .sort()
    .map((file) => join(root, dirname(file)));
}

/** Throws when the manifest does not fit its schema. */
export function readSample(folder: string): SampleManifest {
  return sampleManifestSchema.parse(JSON.parse(readFileSync(join(folder, 'sample.json'), 'utf8')));
}

/** What has to be installed before the sample can be judged here; undefined when all is there. */
export function missingFor(sample: SampleManifest): Missing | undefined {
  const packager = sample.language === 'node' ? missingProgram('npm') : undefined;
  return missing(sample.needs) ?? packager ?? (versionOfBubblewrap() ? undefined : BUBBLEWRAP_MISSING);
}

const BUBBLEWRAP_MISSING = {
  text: 'bubblewrap is not installed; samples run in a network of their own.',
  command: 'sudo apt-get install bubblewrap',
};

/**
 * Puts each version of a sample before its compiler, and tries out what comes of it. The first sample of a language
 * fetches what the lock file names and builds it, which takes up to a minute; later ones take a few seconds.
 * Throws when the toolchain fails for another reason than the sample. One at a time: they share what they build.
 */
export async function judgeSample(folder: string): Promise<JudgedSample> {
  const sample = readSample(folder);
  await installPackages(sample.language, dirname(folder));
  const printed = await judgeVersion(folder, sample.printed);
  const between: Verdict[] = [];
  for (const version of sample.between) between.push(await judgeVersion(folder, version));
  const mended = sample.mended && (await judgeVersion(folder, sample.mended));
  return { sample, printed, between, ...(mended && { mended }) };
}

async function judgeVersion(folder: string, { files, compile, run }: SampleVersion): Promise<Verdict> {
  const lines = linesOfCode(files.map((file) => readFileSync(join(folder, file), 'utf8')));
  const nothing = { codes: [], diagnostics: [], answers: [], output: [], lines };
  if (compile) {
    const refusal = await (compile[0] === 'cargo' ? cargoRefusal : javacRefusal)(folder, compile);
    if (refusal) {
      const codes = refusal.flatMap(({ code }) => code ?? []);
      return { ...nothing, outcome: 'refused', codes: [...new Set(codes)].sort(), diagnostics: refusal.map(told) };
    }
  }
  if (!run) return { ...nothing, outcome: 'compiles' };
  const { exitCode, complaint, answers, output } = await runProgram(folder, run);
  if (!exitCode) return { ...nothing, outcome: 'runs', answers, output };
  return {
    ...nothing,
    outcome: 'dies',
    codes: [`exit ${exitCode}`],
    diagnostics: [told({ text: complaint.trim() })],
    answers,
    output,
  };
}

/** Without the places of this machine: the words may travel in a recording. */
function told(diagnostic: Diagnostic): Diagnostic {
  const samples = `${dirname(import.meta.dirname)}/`;
  return { ...diagnostic, text: diagnostic.text.replaceAll(samples, '').replaceAll(homedir(), '~') };
}

/** Lines that are neither empty nor only a remark. */
function linesOfCode(texts: readonly string[]): number {
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(\/\/|\/\*|\*|#(?!\[))/.test(line)).length;
}
