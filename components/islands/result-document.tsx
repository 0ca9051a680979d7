'use client';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Result } from '../../protocol/result.ts';
import { embeddedResult, RESULT_ELEMENT } from '../../protocol/result-file.ts';
import { summaryTable } from '../charts/figures.ts';
import { moment } from '../charts/format.ts';
import { HostFacts } from '../charts/host-line.tsx';
import { type SeriesInfo, seriesOfPlan } from '../charts/series.ts';
import { TableView } from '../charts/table-view.tsx';
import { hostWords, tierWord } from '../charts/verdict-words.ts';
import styles from './islands.module.css';
import { PlanSteps } from './plan-steps.tsx';
import { ResultFigures } from './result-figures.tsx';
import { SourceHashes } from './source-hashes.tsx';

/**
 * A result as one page for a file: drawn by the components that draw it on the site, with their styles, and without
 * anything that would have to be fetched or run. It holds the result itself, so that the course can read it again.
 */
export function resultPage(result: Result): string {
  const box = document.createElement('div');
  const root = createRoot(box);
  flushSync(() => root.render(<ResultDocument result={result} series={seriesOfPlan(result.plan)} />));
  settle(box);
  const [body, rules] = [box.innerHTML, usedStyles(box)];
  root.unmount();
  const title = `${result.title}, ${moment(result.startedAt)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${rules}
</style>
</head>
<body>
<main class="page wide-page">
${body}
</main>
<script type="application/json" id="${RESULT_ELEMENT}">${embeddedResult(result)}</script>
</body>
</html>
`;
}

function ResultDocument({ result, series }: { result: Result; series: readonly SeriesInfo[] }) {
  const { plan, points, host } = result;
  return (
    <section className={styles.island}>
      <header className={styles.runHead}>
        <h1>{result.title}</h1>
        <p className={styles.note}>
          {tierWord[result.tier]} of the experiment <code>{result.experiment}</code>, run <code>{result.run}</code>, on{' '}
          {hostWords(host)}, {moment(result.startedAt)}
        </p>
        {result.problem && <p className={styles.warning}>{result.problem.text}</p>}
      </header>
      <ResultFigures recorded result={result} samples={result.timeline} series={series} name={result.run} />
      <Part title="Every number of the charts">
        <TableView table={summaryTable(series, points, plan.sweep)} />
      </Part>
      <Part title="The machine">
        <HostFacts host={host} />
      </Part>
      <Part title="The plan, step by step">
        <PlanSteps plan={plan} series={series} />
      </Part>
      <Part title="The code that was measured">
        <SourceHashes sources={result.sources} />
      </Part>
      <p className={styles.note}>
        Saved from Loadstone, a course whose claims you test on your own cores. Its pages open this file again, beside
        runs of another machine.
      </p>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Takes out what only works on the site: controls, links to its pages, and places to scroll in. */
function settle(box: HTMLElement): void {
  for (const control of box.querySelectorAll('button, select, input, label:has(select)')) control.remove();
  for (const link of box.querySelectorAll('a')) {
    // "Why?" leads nowhere in a file.
    if (/^Why\?$/.test(link.textContent ?? '')) link.remove();
    else link.replaceWith(...link.childNodes);
  }
  for (const part of box.querySelectorAll('[tabindex]')) part.removeAttribute('tabindex');
  // Charts have two drawings and CSS shows one; what is folded is shown by its heading alone.
  for (const folded of box.querySelectorAll('details')) if (!folded.querySelector('table, svg, dl')) folded.remove();
}

/** The rules of the site's style sheets that say something about these elements, tokens and base included. */
function usedStyles(box: HTMLElement): string {
  const used = (rule: CSSRule): string => {
    if (rule instanceof CSSStyleRule) {
      const plain = rule.selectorText.replace(/::?[a-z-]+(\([^)]*\))?/g, '');
      const matches = plain.split(',').some((selector) => {
        const trimmed = selector.trim();
        if (/^(\*|html|body|:root|)$/.test(trimmed) || /^(main|\.page|\.wide-page)/.test(trimmed)) return true;
        try {
          return box.querySelector(trimmed) !== null;
        } catch {
          return true;
        }
      });
      return matches ? rule.cssText : '';
    }
    if ('cssRules' in rule) {
      const inner = [...(rule as CSSGroupingRule).cssRules].map(used).join('\n');
      const head = rule.cssText.slice(0, rule.cssText.indexOf('{'));
      return inner.trim() ? `${head}{\n${inner}\n}` : '';
    }
    return '';
  };
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map(used))
    .filter((text) => text !== '' && !/url\(/.test(text))
    .join('\n');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
