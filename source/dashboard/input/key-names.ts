interface NamedAction {
	id: string;
	keys: string[];
	command?: string;
}

/** Until they are named, no action has a key. */
let chosen: NamedAction[] = [];

/** The actions with the keys that the operator has for them, before anything is drawn. */
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

/** Whether a key is one of an action's, for dialogs that do what the action does. */
export function isKeyOf(id: string, key: string): boolean {
	return chosen.some(action => action.id === id && action.keys.includes(key));
}
