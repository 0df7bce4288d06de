import path from 'node:path';
import {type Finding, isAtLeast, type Level, levels} from '../../checks/finding/finding.ts';
import {runChecks} from '../../checks/run-checks.ts';
import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {exitCodes} from '../../errors/command-error.ts';
import {findProject} from '../../project/settings/find.ts';
import type {Event} from '../../runs/events.ts';
import type {Meaning, Paint} from '../../terminal/colours.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {didYouMean} from '../../words/closest.ts';
import {plural} from '../../words/plural.ts';

export default defineCommand({
	flags: {
		deploy: {type: 'boolean', help: 'also check what matters on a public server'},
		replay: {
			type: 'boolean',
			help: 'also run all migrations on a new database, without a server, and compare the result',
		},
		timeout: {
			type: 'number',
			value: 'SECONDS',
			help: 'how long --deploy waits for the application; 20 if left out',
		},
		failLevel: {
			type: 'string',
			value: 'LEVEL',
			default: 'error',
			help: `exit with 1 at this level or above: ${levels.join(', ')}`,
		},
	},
	async *run({deploy, replay, timeout, failLevel}, {directory, paint}) {
		const bound = levelOf(failLevel);
		verifyTimeout(timeout, deploy);
		const {root} = findProject(directory);
		const {found, silenced} = await collect(directory, {deploy, replay, timeout});
		yield* reported(found, root, paint);
		yield summary(found.length, silenced);
		return found.some(({level}) => isAtLeast(level, bound)) ? exitCodes.failed : exitCodes.done;
	},
});

async function collect(
	directory: string,
	options: {deploy: boolean; replay: boolean; timeout: number | undefined},
): Promise<{found: Finding[]; silenced: number}> {
	const all: Finding[] = [];
	const checks = runChecks(directory, options);
	for (;;) {
		const {done, value} = await checks.next();
		if (!done) {
			all.push(value);
			continue;
		}
		const silent = value?.settings.silencedChecks ?? [];
		const found = all.filter(({id}) => !silent.includes(id));
		return {found, silenced: all.length - found.length};
	}
}

/** The worst first, each level below its heading. */
function* reported(found: Finding[], root: string, paint: Paint): Generator<Event> {
	let head = 'System check identified some issues:\n';
	for (const level of [...levels].reverse()) {
		for (const [index, finding] of found.filter(one => one.level === level).entries()) {
			yield {
				type: 'result',
				value: {type: 'finding', at: new Date().toISOString(), ...finding},
				title: index === 0 ? `${head}\n${level.toUpperCase()}S:` : undefined,
				text: textOf(finding, root, paint),
			};
			head = '';
		}
	}
}

const meanings: Partial<Record<Level, Meaning>> = {
	warning: 'warning',
	error: 'error',
	critical: 'failure',
};

/** `settings.ts:9: (security.W018) debug is on …`, and the next step below it. */
function textOf({id, level, message, hint, file, line}: Finding, root: string, paint: Paint) {
	const place = file === undefined ? '?' : shownFile(file, root) + (line ? `:${line}` : '');
	const meaning = meanings[level];
	const lines = sanitise(`${place}: (${id}) ${message}`).split('\n');
	return [
		...lines.map(text => (meaning ? paint(meaning, text) : text)),
		...(hint ? [`\tHINT: ${sanitise(hint)}`] : []),
	].join('\n');
}

function shownFile(file: string, root: string): string {
	const relative = path.relative(root, file);
	return relative === '' || relative.startsWith('..') ? file : relative;
}

function summary(issues: number, silenced: number): Event {
	const count = issues === 0 ? 'no issues' : plural(issues, 'issue');
	const text = `System check identified ${count} (${silenced} silenced).`;
	return {
		type: 'result',
		value: {type: 'summary', at: new Date().toISOString(), issues, silenced},
		text: issues > 0 ? `\n${text}` : text,
	};
}

/** In seconds. A timer of Node's cannot take more than 24 days; nobody waits for an hour. */
const longestTimeout = 3600;

function verifyTimeout(seconds: number | undefined, deploy: boolean): void {
	if (seconds === undefined) return;
	if (!deploy) throw usage('check', '--timeout is for the application that --deploy asks.');
	if (seconds > 0 && seconds <= longestTimeout) return;
	throw usage('check', `--timeout must be more than 0 and at most ${longestTimeout} seconds.`);
}

/** Django writes them in capitals. */
function levelOf(typed: string): Level {
	const level = typed.toLowerCase() as Level;
	if (levels.includes(level)) return level;
	const nearest = didYouMean(level, levels);
	throw usage('check', `--fail-level must be one of ${levels.join(', ')}.${nearest}`);
}
