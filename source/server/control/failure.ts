import path from 'node:path';
import {dataOf, type ErrorData, isCommandError, messageOf} from '../../errors/command-error.ts';
import {placeOf} from '../../project/import/error-place.ts';

/** Why an application does not run, as plain data that can be sent to another process. */
export interface Failure extends Omit<ErrorData, 'code'> {
	code?: string;
}

/** @param root of the project; files are named relative to it */
export function describeFailure(error: unknown, root: string): Failure {
	if (isCommandError(error)) return clip(dataOf(error));
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	const {file, line} = placeOf(error) ?? {};
	const name = error instanceof Error ? `${error.name}: ` : '';
	const where = file ? `${path.relative(root, file)}${line ? `:${line}` : ''}: ` : '';
	return clip({message: `${where}${name}${messageOf(error).split('\n')[0]}`, code, file, line});
}

/** Short enough for the state file and the control socket. */
function clip(failure: Failure): Failure {
	return {...failure, message: failure.message.slice(0, 800), hint: failure.hint?.slice(0, 300)};
}

/** @param what ended: `The application`, or a command's name */
export function failureOfExit(what: string, code: number | null, signal: string | null): Failure {
	if (signal) return {message: `${what} was killed by ${signal}.`};
	if (code === 0) return {message: `${what} ended normally, without an error.`};
	return {message: `${what} ended with exit code ${code}.`};
}
