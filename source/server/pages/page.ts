import {createHash} from 'node:crypto';
import type {Context} from '../../project/apps/routes.ts';
import {redact} from '../../terminal/redact.ts';
import {type Html, html} from './html.ts';
import type {Excerpt} from './source-excerpt.ts';

const style = `
:root{--page:#f3f5f8;--card:#fff;--text:#1a2330;--quiet:#566273;--line:#d5dbe3;--accent:#17508f;--wrong:#a5171c}
@media (prefers-color-scheme:dark){:root{--page:#10151c;--card:#1a212b;--text:#e7ebf0;--quiet:#a3aebd;--line:#364150;--accent:#83b7f2;--wrong:#ff9e99}}
*{box-sizing:border-box}
body{margin:0;padding:clamp(1rem,5vw,3rem) 1rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:52rem;margin:0 auto;padding:clamp(1.25rem,4vw,2.25rem);background:var(--card);border-radius:.75rem;box-shadow:0 1px 2px rgb(0 0 0/.08),0 8px 24px rgb(0 0 0/.06);overflow-wrap:anywhere}
h1{margin:0 0 .25em;font-size:1.625rem;line-height:1.25}
h1 small{font-size:1rem;font-weight:400;color:var(--quiet)}
h2{margin:1.75rem 0 .5rem;font-size:1.0625rem}
p{margin:.75rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:1rem 0;padding:0 0 1rem;border-bottom:1px solid var(--line)}
dt{color:var(--quiet)}dd{margin:0}
code,pre{font:.925em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{overflow-x:auto;padding:.9rem 1rem;border:1px solid var(--line);border-radius:.4rem;white-space:pre-wrap}
pre.source{white-space:pre;tab-size:4}
pre.source:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h1 code,h2 code{font-weight:inherit}
kbd{padding:.1em .45em;border:1px solid var(--line);border-bottom-width:2px;border-radius:.3em;font:inherit}
ol,ul{padding-left:1.75rem}li{margin:.2rem 0}
button{padding:.6rem 1.1rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--card);font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--text);outline-offset:2px}
details{margin:1rem 0 0;border-top:1px solid var(--line);padding-top:.75rem}
summary{cursor:pointer}summary h2{display:inline;margin:0}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
details.frames{margin:.5rem 0;padding:0;border:0;color:var(--quiet);font-size:.9375rem}
.frame{margin:.25rem 0 1rem;font-size:.9375rem}
.statements p{margin:-.6rem 0 .9rem;font-size:.9375rem}
details dl{grid-template-columns:minmax(8rem,14rem) 1fr;border:0;font-size:.9375rem}
@media (max-width:30rem){dl,details.frames{margin:.5rem 0;padding:0;border:0;color:var(--quiet);font-size:.9375rem}
.frame{margin:.25rem 0 1rem;font-size:.9375rem}
.statements p{margin:-.6rem 0 .9rem;font-size:.9375rem}
details dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
.name{color:var(--quiet)}
.wrong{color:var(--wrong)}
.hint{padding:.8rem 1rem;border-left:4px solid var(--accent);background:var(--page);border-radius:0 .4rem .4rem 0}
.quiet{color:var(--quiet)}
`;

/** Allows nothing but this page's own style, whatever is injected into it. */
const policy = [
	"default-src 'none'",
	`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
	"base-uri 'none'",
	// For the button that runs the pending migrations; other forms are blocked.
	"form-action 'self'",
	"frame-ancestors 'none'",
].join('; ');

/** Headers of every page of the server itself; it is never cached. */
export const pageHeaders = {'Content-Security-Policy': policy, 'Cache-Control': 'no-store'};

export function answerWithPage(context: Context, title: string, body: Html): void {
	context.set(pageHeaders);
	context.type = 'html';
	context.body = pageText(title, body);
}

export function pageText(title: string, body: Html): string {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="none">
<title>${title}</title>
<style>${{html: style}}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.html;
}

/** The facts about the request at the top of a page. */
export function requestTable({method, href}: Context): Html {
	return html`<dl>
<dt>Request method</dt><dd><code>${method}</code></dd>
<dt>Request URL</dt><dd><code>${redact(href)}</code></dd>
</dl>`;
}

/** Lines of the project's source, under the name of the file. */
export function excerptSection(excerpt: Excerpt | undefined): Html | '' {
	if (!excerpt) return '';
	return html`<h2><code>${excerpt.place}</code></h2>
<pre class="source" tabindex="0" role="region" aria-label="Source, ${excerpt.place}">${excerpt.text}</pre>`;
}
