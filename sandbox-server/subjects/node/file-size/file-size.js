import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chosen, line, stay } from '../report.js';

const variants = process.env.VARIANTS ?? '';
/** Where the first program of this name on the PATH really lies. */
const program = (name) => {
  for (const folder of process.env.PATH.split(':'))
    try {
      return realpathSync(join(folder, name));
    } catch {
      // Not here.
    }
  throw new Error(`There is no ${name} on the PATH.`);
};

/** Bytes of a file, or of all files below a folder; links are not followed. */
function bytes(path) {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0);
}

// #region what
const paths = chosen('WHAT', {
  node: () => [program('node')],
  /** [1] A JDK holds the compiler, too: a runtime cut to what one program needs is smaller. */
  jdk: () => [dirname(dirname(program('java')))],
  'rust-hyper': () => [join(variants, 'rust/target/release/variant-hyper')],
  'rust-axum': () => [join(variants, 'rust/target/release/variant-axum')],
});
// #endregion what

line({ fileSize: paths().reduce((sum, path) => sum + bytes(path), 0) / 1e6 });
stay();
