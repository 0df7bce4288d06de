import type {FlagDefinition} from './define-command.ts';

/** Valid for every command and parsed first; commands never see them. */
export const globalFlags = {
	project: {
		type: 'string',
		value: 'DIR',
		help: 'use the project in this folder (default: the nearest one upward)',
	},
	json: {type: 'boolean', help: 'print one JSON object per line, and nothing else on stdout'},
	noColor: {type: 'boolean', help: 'print without colours'},
	traceback: {type: 'boolean', help: 'show the stack of an error'},
	help: {type: 'boolean', short: 'h', help: 'show this help'},
	version: {type: 'boolean', help: 'show the version'},
} as const satisfies Record<string, FlagDefinition>;

/** Flags of the dashboard, without a command. */
export const dashboardFlags = {
	readOnly: {type: 'boolean', help: 'open the dashboard so that it changes nothing'},
} as const satisfies Record<string, FlagDefinition>;
