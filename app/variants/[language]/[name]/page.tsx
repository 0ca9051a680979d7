import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { fixed, list } from '../../../../components/charts/format.ts';
import { Words } from '../../../../components/islands/words.tsx';
import { Facts } from '../../../../components/ui/facts.tsx';
import { ScrollBox } from '../../../../components/ui/scroll-box.tsx';
import { type MetricName, metrics } from '../../../../protocol/metrics.ts';
import { rulesOf } from '../../../_content/contract.ts';
import { variantsOf } from '../../../_content/experiment-facts.ts';
import { readExperiments, readRecording } from '../../../_content/experiments.ts';
import { librariesOf } from '../../../_content/libraries.ts';
import { whereOf } from '../../../_content/recorded-words.ts';
import { sourceFiles } from '../../../_content/source-files.ts';
import { metricsIn, type RecordedFigures, recordedFigures } from '../../../_content/variant-figures.ts';
import {
  approachWords,
  heldWords,
  isServer,
  languageName,
  needsWords,
  spreadsWords,
} from '../../../_content/variant-words.ts';
import { readVariant, subjectIds, type Variant, variantIds } from '../../../_content/variants.ts';
import { SourceFileView } from '../../source-file.tsx';
import styles from '../../variants.module.css';

interface Props {
  params: Promise<{ language: string; name: string }>;
}

export const dynamicParams = false;

export const generateStaticParams = () =>
  [...variantIds(), ...subjectIds()].map((id) => {
    const [language, name] = id.split('/') as [string, string];
    return { language, name };
  });

async function variantOf(params: Props['params']): Promise<Variant | undefined> {
  const { language, name } = await params;
  return readVariant(`${language}/${name}`);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const variant = await variantOf(params);
  return variant ? { title: variant.id, description: variant.manifest.summary } : {};
}

/** One server or program: its idea, its source, what it promises, and what was measured of it. */
export default async function VariantPage({ params }: Props) {
  const variant = await variantOf(params);
  if (!variant) notFound();
  const { id, manifest, hash } = variant;
  const experiments = (await readExperiments()).filter((one) => variantsOf(one).includes(id));
  const recorded = experiments.flatMap((experiment) => {
    const recording = readRecording(experiment.id);
    return recording ? [{ experiment, recording }] : [];
  });
  const figures = recordedFigures(id, recorded);
  const rules = isServer(variant) ? rulesOf(variant.manifest.routes) : [];
  const files = await sourceFiles(variant);
  return (
    <div className={`page wide-page ${styles.one}`}>
      <p>
        <a href="/variants">Servers and programs</a>
      </p>
      <h1>{manifest.title}</h1>
      <p className="deck">{manifest.summary}</p>
      <VariantFacts variant={variant} />

      {experiments.length > 0 && (
        <>
          <h2 id="experiments">Where it is measured</h2>
          <ul>
            {experiments.map((experiment) => (
              <li key={experiment.id}>
                <a href={`/experiments/${experiment.id}`}>{experiment.title}</a>: {experiment.question}
              </li>
            ))}
          </ul>
        </>
      )}
      {figures.length > 0 && (
        <>
          <h2 id="figures">What was measured</h2>
          <Figures rows={figures} />
        </>
      )}

      <h2 id="source">Its source</h2>
      <p>
        The whole of it, as it runs. What lessons show is open; the rest unfolds. <br />
        <span className={styles.hash}>
          Source <code title={`SHA-256 of all sources and build files of ${id}: ${hash}`}>{hash.slice(0, 12)}</code>,
          which stands beside every number measured with it.
        </span>
      </p>
      {files.map((file) => (
        <SourceFileView key={file.path} file={file} />
      ))}
      <BuildFiles variant={variant} />

      {rules.length > 0 && (
        <>
          <h2 id="contract">What it promises</h2>
          <p>
            Before a server is measured the sandbox asks it about all of this, byte for byte, and about the rest of{' '}
            <a href="/add-a-server">the contract</a>: types, lengths and dates of its answers, one connection for many
            requests, as many workers as it was told, and what keeps a worker from others. A server that fails one
            question is not measured.
          </p>
          <Table head={['Request', 'Answer', 'Work']}>
            {rules.map(({ request, answer, work }) => (
              <tr key={request}>
                <th scope="row">
                  <Words text={request} />
                </th>
                <td>
                  <Words text={answer} />
                </td>
                <td>
                  <Words text={work} />
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}

      {manifest.knobs.length > 0 && (
        <>
          <h2 id="knobs">What an experiment may set</h2>
          <Table head={['Name', 'Values', 'Without it', 'Meaning']}>
            {manifest.knobs.map((knob) => (
              <tr key={knob.name}>
                <th scope="row">
                  <code>{knob.name}</code>
                </th>
                <td>
                  {'choices' in knob ? knob.choices.join(', ') : `${fixed(knob.least, 0)} to ${fixed(knob.most, 0)}`}
                </td>
                <td>{typeof knob.default === 'number' ? fixed(knob.default, 0) : knob.default}</td>
                <td>{knob.summary}</td>
              </tr>
            ))}
          </Table>
        </>
      )}

      {'settings' in manifest && manifest.settings.length > 0 && (
        <>
          <h2 id="settings">Set otherwise than by default</h2>
          <Table head={['Setting', 'Value', 'Reason']}>
            {manifest.settings.map(({ name, value, reason }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
                <td>{withoutMark(reason)}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </div>
  );
}

/** Reasons begin with the number of the rule that they follow, for those who read the manifests. */
const withoutMark = (reason: string) => reason.replace(/^FR\d+: ./, (start) => start.slice(-1).toUpperCase());

function VariantFacts({ variant }: { variant: Variant }) {
  const { id, manifest } = variant;
  const libraries = librariesOf(variant);
  const facts: [string, ReactNode][] = [
    ['Name', <code key="id">{id}</code>],
    [
      'Language',
      <span key="language" className="lang" data-lang={manifest.language}>
        {languageName[manifest.language]}
      </span>,
    ],
    ...(isServer(variant) ? serverFacts(variant.manifest) : programFacts(manifest)),
    ['Needs', needsWords(manifest.needs)],
    ...(libraries.length > 0
      ? ([['Libraries', libraries.map(({ name, version }) => `${name} ${version}`).join(', ')]] as [string, string][])
      : []),
    [
      'Built by',
      manifest.build ? <code key="build">{manifest.build.argv.join(' ')}</code> : 'nothing; the source runs as it is',
    ],
    ['Started by', <code key="run">{manifest.run.argv.join(' ')}</code>],
  ];
  return <Facts rows={facts} />;
}

function serverFacts({ approach, spreads, heldBy, routes }: Extract<Variant['manifest'], { routes: string[] }>) {
  return [
    ['Approach', `${approachWords[approach.kind]}. ${approach.reason}`],
    ['More cores', spreadsWords[spreads]],
    ['What blocks it', heldWords(heldBy)],
    ['Answers', list(routes)],
  ] as [string, string][];
}

function programFacts(manifest: Variant['manifest']): [string, string][] {
  if (!('metrics' in manifest)) return [];
  const { warmup, repetitions } = manifest;
  return [
    ['Says', list(manifest.metrics.map((name) => metrics[name].label.toLowerCase()))],
    [
      'Rounds',
      `${warmup > 0 ? `${warmup} to warm up, then ` : ''}${repetitions} in each process; the median counts, and each repetition is a new process`,
    ],
  ];
}

/** Files that change what is built, but are not read as its source. */
function BuildFiles({ variant: { manifest, files } }: { variant: Variant }) {
  const inputs = (manifest.build?.inputs ?? []).flatMap((name) => files.get(name)?.path ?? []);
  if (inputs.length === 0) return null;
  return (
    <p className={styles.hash}>
      The hash also covers what its build reads:{' '}
      {inputs.map((path, i) => (
        <span key={path}>
          {i > 0 && ', '}
          <code>{path}</code>
        </span>
      ))}
      .
    </p>
  );
}

function Figures({ rows }: { rows: readonly RecordedFigures[] }) {
  const names = metricsIn(rows);
  const shown = (value: number | undefined, name: MetricName) =>
    value === undefined ? '' : fixed(value, metrics[name].digits);
  return (
    <>
      {[...Map.groupBy(rows, ({ experiment }) => experiment)].map(([experiment, own]) => {
        const { recording } = own[0] as RecordedFigures;
        return (
          <div key={experiment.id}>
            <p>
              <a href={`/experiments/${experiment.id}`}>{experiment.title}</a>, recorded on {whereOf(recording)}.
            </p>
            <Table
              head={['Point', ...names.map((name) => metrics[name].label)]}
              units={['', ...names.map((name) => metrics[name].unit)]}
            >
              {own.map(({ what, figures }) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  {names.map((name) => (
                    <td key={name}>{shown(figures[name], name)}</td>
                  ))}
                </tr>
              ))}
            </Table>
          </div>
        );
      })}
    </>
  );
}

function Table({
  head,
  units,
  children,
}: {
  head: readonly string[];
  /** Of columns of numbers. */
  units?: readonly string[];
  children: ReactNode;
}) {
  return (
    <ScrollBox label="Table, may scroll sideways">
      <table className={`facts-table ${units ? styles.figures : styles.table}`}>
        <thead>
          <tr>
            {head.map((name, i) => (
              <th key={name} scope="col">
                {name}
                {units?.[i] && <small>{units[i]}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}
