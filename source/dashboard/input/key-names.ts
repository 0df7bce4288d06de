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

/** The key of an action, else its command in the palette. @param id its name in keys.json */
export function keyOf(id: string): string {
	const {keys = [], command = id} = chosen.find(action => action.id === id) ?? {};
	return keys[0] ?? `:${command.split(' ')[0]}`;
}

/** For dialogs that do what an action does. */
export function isKeyOf(id: string, key: string): boolean {
	return chosen.some(action => action.id === id && action.keys.includes(key));
}
