import styles from './keys-help.module.css';

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['?'], 'this list'],
  [['/'], 'search'],
  [['Ctrl', 'K'], 'search; with ⌘ on a Mac'],
  [['g', 'h'], 'to the first page'],
  [['g', 'e'], 'to the experiments'],
  [['g', 'l'], 'to the ledger of claims'],
  [['g', 'r'], 'to your runs'],
  [['g', 'n'], 'next lesson'],
  [['g', 'p'], 'previous lesson'],
  [['g', 'v'], 'projector view: large type, less around it'],
  [['Esc'], 'close this list; then Tab, leave a terminal'],
];

/** All keys of the site, and the switch that turns them off. The shell opens it and minds the switch. */
export function KeysHelp() {
  return (
    <dialog className={styles.keys} id="help" aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Keys</h2>
        <dl>
          {keys.map(([names, what]) => (
            <div key={what}>
              <dt>
                {names.map((name) => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p>Two keys in a row are pressed one after the other. Keys rest while you type, and in terminals and charts.</p>
        <button type="submit">Close</button>
        <label>
          <input type="checkbox" id="keys" defaultChecked suppressHydrationWarning /> Use these keys
        </label>
      </form>
    </dialog>
  );
}
