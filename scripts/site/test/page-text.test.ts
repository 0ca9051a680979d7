import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageText } from '../page-text.ts';

const page = (main: string) =>
  `<html><head><title>A &amp; B · Loadstone</title><meta name="description" content="It says &quot;so&quot;."/></head><body><nav>Site</nav><main id="main">${main}</main></body></html>`;
const sections = (main: string) => pageText(page(main)).sections;

test('title and description are read as text', () => {
  assert.equal(pageText(page('')).title, 'A & B · Loadstone');
  assert.equal(pageText(page('')).description, 'It says "so".');
});

test('a page is cut at its headings with ids; what stands before them is its top', () => {
  assert.deepEqual(
    sections('<h1>Top</h1><p>One<!-- --> two.</p><h2 id="x">The <code>x</code></h2><p>It&#x27;s 1 &lt; 2<b>!</b></p>'),
    [
      { anchor: '', heading: 'Top', text: 'One two.' },
      { anchor: 'x', heading: 'The x', text: "It's 1 < 2!" },
    ],
  );
});

test('terms, rows and folded claims are places that are named by their first name', () => {
  assert.deepEqual(
    sections(
      '<dl><div id="task"><dt><a href="#task">task</a></dt><dd>A piece of work.</dd></div></dl>' +
        '<ul><li><details><summary><span>false</span><q>It scales</q></summary><div id="a.b" class="c"><dl><dt>Sources</dt><dd>None.</dd></dl></div></details></li></ul>',
    ),
    [
      { anchor: 'task', heading: 'task', text: 'A piece of work.' },
      { anchor: 'a.b', heading: 'It scales', text: 'Sources None.' },
    ],
  );
});

test('buttons, pictures, scripts and the navigation of a page say nothing', () => {
  assert.deepEqual(
    sections(
      '<nav><a href="#x">x</a></nav><p>Text<button type="button">Copy<svg><title>t</title></svg></button></p><script>1</script>',
    ),
    [{ anchor: '', heading: '', text: 'Text' }],
  );
});
