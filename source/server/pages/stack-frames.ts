import path from 'node:path';
import {isOfLibrary, type Place, placeOf, placeOfFrame} from '../../project/import/error-place.ts';
import {plural} from '../../words/plural.ts';
import {type Html, html} from './html.ts';
import {excerptSection} from './page.ts';
import {type Excerpt, excerptAt} from './source-excerpt.ts';

/** Of the project and its templates, or one of a package, Node or this program. */
export interface Frame {
	/** `at home (accounts/views.ts:3:1)` */
	text: string;
	/** Whether the developer wrote it. */
	isOwn: boolean;
	isTemplate: boolean;
	excerpt?: Excerpt;
}

/** Where a project's sources are. */
export interface Sources {
	root: string;
	/** Of templates; those of apps may be outside of the project. */
	templates: string[];
}

/**
 * The frames of an error's stack. Where a file could not be parsed or imported, that file is the first.
 * @param text makes a line of the stack safe and short
 */
export function framesOf(
	error: unknown,
	sources: Sources,
	text: (line: string) => string,
): Frame[] {
	const {stack = ''} = error instanceof Error ? error : {};
	const lines = stack.split('\n').filter(line => /^\s+at /.test(line) && !isOfCompiler(line));
	const frames = lines.map(line => ({
		text: text(line.trim()),
		...sourceOf(placeOfFrame(line), sources),
	}));
	const place = placeOf(error);
	if (!place || stack.includes(`${path.basename(place.file)}:${place.line}:`)) return frames;
	return [{text: '', ...sourceOf(place, sources)}, ...frames];
}

/** Lines that Eta writes around a template have no line in it. */
export function isOfCompiler(line: string): boolean {
	return /:-\d+:\d+\)?$/.test(line);
}

function sourceOf(place: Place | undefined, {root, templates}: Sources): Omit<Frame, 'text'> {
	if (!place) return {isOwn: false, isTemplate: false};
	const folder = templates.find(one => place.file.startsWith(one + path.sep));
	const isOwn = folder !== undefined || !isOfLibrary(place.file);
	const isInside = place.file.startsWith(root + path.sep);
	const excerpt = isOwn ? excerptAt(place, isInside ? root : (folder ?? root)) : undefined;
	return {isOwn, isTemplate: folder !== undefined, excerpt};
}

/** The project's frames with their sources; those between them folded. */
export function frameList(frames: Frame[]): Html[] {
	const groups: Frame[][] = [];
	for (const frame of frames) {
		const last = groups.at(-1);
		if (last && !frame.isOwn && !last[0]!.isOwn) last.push(frame);
		else groups.push([frame]);
	}
	return groups.map(group => (group[0]!.isOwn ? ownFrame(group[0]!) : foldedFrames(group)));
}

function ownFrame({text, excerpt}: Frame): Html {
	return html`${excerptSection(excerpt)}${text && html`<p class="frame"><code>${text}</code></p>`}
`;
}

function foldedFrames(frames: Frame[]): Html {
	return html`<details class="frames">
<summary>${plural(frames.length, 'frame')} of packages, Node and Quarterdeck</summary>
<pre>${frames.map(({text}) => text).join('\n')}</pre>
</details>
`;
}
