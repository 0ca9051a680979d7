/**
 * The two inline scripts of the whole site. They are constant, so their hashes stand in one policy for all pages.
 * Nothing else is inline; the step after the export refuses a page that has more.
 */

/**
 * Before the first paint: the theme the reader chose, else the system's, large type where a projector shows it, and the
 * deal that answers are shuffled by, 1 to 6, drawn once for each reader.
 */
export const THEME_SCRIPT = `try{let s=localStorage,r=document.documentElement.dataset,t=s.getItem('loadstone.theme'),d=s.getItem('loadstone.deal');if(t=='light'||t=='dark')r.theme=t;if(s.getItem('loadstone.view')=='projector')r.view='projector';if(!/^[1-6]$/.test(d))s.setItem('loadstone.deal',d=1+Math.floor(Math.random()*6));r.deal=d}catch{}`;

/**
 * Starts React when a live part comes near or is clicked. A click made before it is there is kept and repeated.
 * Files run in order; the attribute is set afterwards, because React looks for it and would fetch a file again.
 * Once the reader moves, the files are fetched ahead, unless they asked their browser to save data.
 */
export const LOADER_SCRIPT = `(() => {
const d = document, root = d.documentElement, list = d.getElementById('live'), parts = d.querySelectorAll('[data-live]');
if (!list || !parts.length) return;
const files = list.dataset.src.split(' '), early = [];
let on = false;
const wake = () => {
  if (on) return;
  on = true;
  for (const src of files) {
    const script = Object.assign(d.createElement('script'), { src, async: false });
    d.head.append(script);
    script.async = true;
  }
};
const near = new IntersectionObserver((seen) => {
  if (seen.some((one) => one.isIntersecting)) near.disconnect(), wake();
}, { rootMargin: '400px' });
parts.forEach((part) => near.observe(part));
d.addEventListener('click', (event) => {
  if ('awake' in root.dataset) return;
  const button = event.target.closest('[data-live] button');
  if (button) early.push(button), wake();
}, true);
new MutationObserver((_, observer) => {
  if ('awake' in root.dataset) observer.disconnect(), early.forEach((button) => button.isConnected && button.click());
}).observe(root, { attributes: true });
const ahead = () => {
  removeEventListener('scroll', ahead), removeEventListener('pointermove', ahead);
  if (!on && !navigator.connection?.saveData)
    for (const href of files) d.head.append(Object.assign(d.createElement('link'), { rel: 'prefetch', as: 'script', href }));
};
addEventListener('scroll', ahead, { passive: true }), addEventListener('pointermove', ahead, { passive: true });
})()`;
