interface NamedAction {
	id: string;
	keys: string[];
	command?: string;
}

let chosen: NamedAction[] = [];

/** Sets the actions with the operator's keys, before anything is drawn. */
export function nameKeys(actions: NamedAction[]): void {
	chosen = actions;
}

/**
 * An action's key, as a text names it; of one that has no key, what the palette takes for it.
 * @param id the action's name in keys.json
 */
export function keyOf(id: string): string {
	const {keys = [], command = id} = chosen.find(action => action.id === id) ?? {};
	return keys[0] ?? `:${command.split(' ')[0]}`;
}

/** For dialogs that do what an action does. */
export function isKeyOf(id: string, key: string): boolean {
	return chosen.some(action => action.id === id && action.keys.includes(key));
}
