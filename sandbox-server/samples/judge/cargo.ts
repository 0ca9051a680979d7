import { dirname, relative, resolve } from 'node:path';
import type { Diagnostic } from '../../../protocol/sample-code.ts';
import { finished } from './finished.ts';

/** The part of a line of `cargo --message-format json` that is read here. */
interface CargoLine {
  readonly manifest_path?: string;
  readonly message?: {
    readonly level: string;
    readonly code: { readonly code: string } | null;
    readonly rendered: string;
    readonly spans: readonly {
      readonly is_primary: boolean;
      readonly file_name: string;
      readonly line_start: number;
      readonly column_start: number;
    }[];
  };
}

/** `error: … --> Cargo.toml:1:4`: cargo has no code for a manifest that it cannot read. */
const IN_MANIFEST = /^error: [\s\S]*?--> (?<file>\S*Cargo\.toml):(?<line>\d+):(?<column>\d+)/;

/** What rustc or cargo says against a sample; undefined when the sample compiles. */
export async function cargoRefusal(
  folder: string,
  [cargo = '', ...args]: readonly string[],
): Promise<Diagnostic[] | undefined> {
  const languageFolder = resolve(folder, '..');
  const env = {
    ...process.env,
    // One target folder and one set of options for all packages: what they share is compiled once.
    CARGO_TARGET_DIR: resolve(languageFolder, 'target'),
    CARGO_PROFILE_DEV_DEBUG: '0',
    CARGO_INCREMENTAL: '0',
    CARGO_TERM_COLOR: 'never',
  };
  const { status, stdout, stderr } = await finished(cargo, [...args, '--message-format', 'json'], { cwd: folder, env });
  if (status === 0) return undefined;
  const ofCompiler = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CargoLine);
  const errors = ofCompiler.flatMap(({ message, manifest_path = '' }) => {
    // Without a place it is only the sum: "aborting due to 2 previous errors".
    const place = message?.spans.find(({ is_primary }) => is_primary);
    if (message?.level !== 'error' || !place) return [];
    return {
      ...(message.code && { code: message.code.code }),
      file: relative(folder, resolve(dirname(manifest_path), place.file_name)),
      line: place.line_start,
      column: place.column_start,
      text: message.rendered.trimEnd(),
    };
  });
  if (errors.length > 0) return errors;
  const { file, line, column } = IN_MANIFEST.exec(stderr)?.groups ?? {};
  if (!file) throw new Error(`cargo failed before it could judge the sample: ${stderr.trim()}`);
  return [{ code: 'manifest', file, line: Number(line), column: Number(column), text: stderr.trimEnd() }];
}
