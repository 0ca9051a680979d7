import { evaluate } from '@mdx-js/mdx';
import type { MDXContent } from 'mdx/types';
import { cache } from 'react';
import * as runtime from 'react/jsx-runtime';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import { curved } from './apostrophes.ts';
import type { Lesson } from './course.ts';
import { readLessons } from './course.ts';

export interface Heading {
  id: string;
  text: string;
}

interface Element {
  type: string;
  tagName?: string;
  value?: string;
  properties?: { id?: string };
  children?: Element[];
}

/** A lesson as a component, compiled once a build; always from the files as they are on disk. */
export const readLessonPage = cache(
  async (slug: string): Promise<{ lesson: Lesson; Content: MDXContent; headings: Heading[] } | undefined> => {
    const lesson = readLessons().find((one) => one.slug === slug);
    if (!lesson) return undefined;
    const headings: Heading[] = [];
    const rehypeHeadings = () => (tree: Element) => {
      for (const node of tree.children ?? [])
        if (node.tagName === 'h2') headings.push({ id: node.properties?.id ?? '', text: textOf(node) });
    };
    const { default: Content } = await evaluate(lesson.body, {
      ...runtime,
      remarkPlugins: [remarkGfm, remarkApostrophes],
      rehypePlugins: [rehypeSlug, rehypeHeadings],
    });
    return { lesson, Content, headings };
  },
);

/** Code is left alone. */
const remarkApostrophes = () => curve;

function curve(node: Element): void {
  if (node.type === 'text' && node.value) node.value = curved(node.value);
  for (const child of node.children ?? []) curve(child);
}

function textOf(node: Element): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
