import { type BundledLanguage, codeToHtml, createCssVariablesTheme, type ShikiTransformer } from 'shiki';

const theme = createCssVariablesTheme({ name: 'course', variablePrefix: '--t-', fontStyle: false });

/** Colours become classes: our style sheet gives them for both themes, and no style attribute is left. */
const classes: ShikiTransformer = {
  pre(node) {
    node.properties = { class: 'code', tabindex: '0' };
  },
  line(node) {
    node.properties = {};
  },
  span(node) {
    const style = String(node.properties['style'] ?? '');
    const token = /--t-(?:token-)?([a-z-]+)/.exec(style)?.[1];
    node.properties = token && token !== 'foreground' ? { class: `t-${token}` } : {};
  },
};

const languages: Record<string, BundledLanguage> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  rs: 'rust',
  java: 'java',
  go: 'go',
  sh: 'shellscript',
  json: 'json',
};

/** Code as one string of HTML with classes. Unknown endings stay plain text. */
export async function highlight(code: string, ending: string): Promise<string> {
  const html = await codeToHtml(code, {
    lang: languages[ending] ?? 'text',
    theme,
    transformers: [classes],
    mergeSameStyleTokens: true,
  });
  // A line needs no element of its own, and plain text no span.
  return html.replace(/<span>((?:(?!<\/?span).)*)<\/span>/g, '$1');
}
