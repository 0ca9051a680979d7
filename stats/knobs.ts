import type { SubjectManifest } from '../protocol/subject.ts';

/** A whole number or a word that may be chosen. */
export type Knob = SubjectManifest['knobs'][number];

/** Why `id` cannot run with these knobs, as one sentence; undefined when it can, or when nobody knows what it offers. */
export function knobFault(
  id: string,
  offered: readonly Knob[] | undefined,
  knobs: Readonly<Record<string, number | string>> = {},
): string | undefined {
  if (!offered) return undefined;
  for (const [name, value] of Object.entries(knobs)) {
    const knob = offered.find((candidate) => candidate.name === name);
    if (!knob) {
      const names = offered.map((candidate) => candidate.name).join(', ');
      return `${id} has no knob ${name}; ${names ? `it has ${names}` : 'it has none'}.`;
    }
    const allowed = 'choices' in knob ? `one of ${knob.choices.join(', ')}` : wholeNumber(knob);
    if (!fits(knob, value)) return `${name} of ${id} must be ${allowed}, not ${JSON.stringify(value)}.`;
  }
  return undefined;
}

const wholeNumber = ({ least, most }: { least: number; most: number }) => `a whole number from ${least} to ${most}`;

function fits(knob: Knob, value: number | string): boolean {
  if ('choices' in knob) return knob.choices.includes(String(value));
  return Number.isInteger(value) && Number(value) >= knob.least && Number(value) <= knob.most;
}
