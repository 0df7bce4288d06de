import {inspect} from 'node:util';
import {defineCommand} from '../../command-definition/define-command.ts';
import {openProject} from '../../project/open/open.ts';
import {type Difference, differencesFrom} from '../../project/settings/differences.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';
import {redact} from '../../terminal/redact.ts';

export default defineCommand({
	flags: {
		all: {type: 'boolean', help: 'print the settings that are as by default as well, behind ###'},
	},
	async *run({all}, {directory}) {
		const {settings, root} = await openProject(directory);
		const differences = differencesFrom(settings, root)
			.filter(({differs}) => all || differs)
			.map(one => safe(one, settings));
		const text = differences.map(({name, value, usual, differs}) => {
			const line = `${name} = ${shown(value)}`;
			if (!differs) return `### ${line}`;
			return usual === undefined ? line : `${line}  # ${shown(usual)}`;
		});
		yield {type: 'result', value: {settings: differences}, text: text.join('\n')};
	},
});

const secretName = /secret|password$|passwd|^pass$|token|api_?key|private|credential|dsn|^url$/i;

/** Its value without secrets: hidden by its name, or removed from its text. */
function safe(difference: Difference, settings: CompleteSettings): Difference {
	const {name, value} = difference;
	const isSecret = name.split('.').some(part => secretName.test(part));
	return {...difference, value: isSecret && value ? '…' : withoutSecrets(value, settings)};
}

function withoutSecrets(value: unknown, settings: CompleteSettings): unknown {
	if (typeof value === 'string') return redact(value, settings);
	if (Array.isArray(value)) return value.map(one => withoutSecrets(one, settings));
	if (typeof value === 'function') return `[function ${value.name || 'without a name'}]`;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [
			key,
			secretName.test(key) && one ? '…' : withoutSecrets(one, settings),
		]),
	);
}

function shown(value: unknown): string {
	return inspect(value, {breakLength: Number.POSITIVE_INFINITY, depth: 5});
}
