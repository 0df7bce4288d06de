import {didYouMean} from '../../words/closest.ts';
import {paneNames} from '../drawing/layout.ts';
import {asObject, readOwn} from '../own/own-file.ts';
import type {Action} from './action.ts';
import {isFor} from './action.ts';
import {actions} from './list.ts';

/** Not those that terminals, tmux and screen use, nor those that they send as Tab or Enter. */
const control = /^\^[CDEFGKLNORTUVWXYZ]$/;
const named = /^(?:Up|Down|Left|Right|Home|End|PgUp|PgDn|Enter|Tab|S-Tab|Esc|Backspace|Delete)$/;
const printed = /^[^\p{Control}]\p{Mark}*$/u;
/** The ways out stay, whatever else is chosen. */
const fixed = ['interrupt', 'back', 'suspend', 'redraw'];

/**
 * The actions with the operator's keys in place of ours, from `$XDG_CONFIG_HOME/quarterdeck/keys.json`:
 * `{"migrate": "X", "squash": ["Q"], "clear": null}`
 * @returns `problem`: an error to print
 */
export function actionsWithOwnKeys(environment: NodeJS.ProcessEnv): {
	actions: Action[];
	problem?: string;
} {
	const {value = actions, problem} = readOwn(environment, 'keys.json', json => {
		const bound = rebound(asObject(json, 'actions to keys') as Chosen);
		refuseConflicts(bound);
		return bound;
	});
	return {actions: value, problem};
}

type Chosen = Record<string, string | string[] | null>;

function rebound(chosen: Chosen): Action[] {
	const ids = actions.map(({id}) => id);
	for (const [id, value] of Object.entries(chosen)) {
		if (!ids.includes(id)) throw new Error(`there is no action '${id}'.${didYouMean(id, ids)}`);
		if (fixed.includes(id)) throw new Error(`the keys of '${id}' cannot be changed.`);
		const keys = keysOf(value);
		const bad = keys.find(key => !isKey(key));
		if (bad !== undefined) throw new Error(`'${bad}' is not a valid key for '${id}'.`);
	}
	return actions.map(action =>
		action.id in chosen ? {...action, keys: keysOf(chosen[action.id]!)} : action,
	);
}

function isKey(key: unknown): boolean {
	return typeof key === 'string' && [control, named, printed].some(kind => kind.test(key));
}

function keysOf(value: string | string[] | null): string[] {
	return value === null ? [] : [value].flat();
}

function refuseConflicts(bound: Action[]): void {
	for (const pane of paneNames) {
		const taken = new Map<string, Action>();
		for (const action of bound.filter(one => isFor(pane, one))) {
			for (const key of action.keys) {
				const other = taken.get(key);
				if (other) {
					throw new Error(`'${key}' is bound to both '${other.id}' and '${action.id}'.`);
				}
				taken.set(key, action);
			}
		}
	}
}
