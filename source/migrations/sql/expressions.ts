import type {Cursor} from './cursor.ts';
import type {Effect} from './effect.ts';

/** Of PostgreSQL's and MySQL's own functions, those that change what no transaction and no count covers. */
const dangerous =
	/^(?:lo_(?:unlink|import|export|put|from_bytea|truncate)|pg_(?:terminate_backend|cancel_backend|drop_replication_slot|reload_conf|rotate_logfile|promote|create_restore_point|switch_wal|logical_emit_message|execute_server_program)|set_config|dblink\w*|query_to_xml\w*|load_extension|writefile|sys_exec|sys_eval|sleep|pg_sleep\w*)$/;

/** The functions that are called in an expression, or anywhere else in a statement. */
export function callsIn(cursor: Cursor): Effect[] {
	const tokens = cursor.rest;
	const functions = new Set<string>();
	for (let index = 0; index < tokens.length - 1; index++) {
		if (tokens[index + 1]!.value !== '(') continue;
		const {kind, value, word} = tokens[index]!;
		const isName = kind === 'word' || kind === 'name';
		const isTable = /^(?:into|references|table|exists)$/.test(tokens[index - 1]?.word ?? '');
		if (isName && !isTable) functions.add((word || value).toLowerCase());
	}
	if (functions.size === 0) return [];
	return [{kind: 'calls', functions: [...functions], statement: cursor.text}];
}

export function isDangerous(functionName: string): boolean {
	return dangerous.test(functionName);
}
