import type {CommandError} from '../../errors/command-error.ts';
import {operatorName} from '../../runs/operator.ts';
import {isUp} from '../../runs/project-status.ts';
import {runCommand} from '../commands/command.ts';
import {MessageDialog, type Way} from '../dialogs/message.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Session} from '../state/session.ts';

/** Starts and stops the server by the commands that do it in a shell, and restarts it by its control socket. */
export class ServerControl {
	readonly #session: Session;
	busy = false;

	constructor(session: Session) {
		this.#session = session;
	}

	async toggle(): Promise<void> {
		const server = this.#session.project?.server;
		if (server && isUp(server)) await this.stop();
		else await this.start(server?.address ? [server.address] : []);
	}

	/** @param words what follows `runserver` */
	async start(words: string[]): Promise<boolean> {
		this.#session.toast('quiet', `Starting the server ${glyphs.ellipsis}`);
		const started = await this.#run(['runserver', '--detach', ...words], hint =>
			waysOn(hint, words, this),
		);
		if (started) this.#session.recordChange('server started');
		return started;
	}

	async stop(): Promise<boolean> {
		const waits = 'what it is answering ends first';
		this.#session.toast('quiet', `Stopping the server ${glyphs.ellipsis} ${waits}`);
		const force = {key: 'x', label: 'end it by force', go: () => void this.#force()};
		const stopped = await this.#run(['stopserver'], hint => (namesForce(hint) ? [force] : []));
		if (stopped) this.#session.recordChange('server stopped');
		return stopped;
	}

	/** Ends what does not answer, or was left behind, then starts anew. */
	async startByForce(words: string[]): Promise<void> {
		if (await this.#force()) await this.start(words);
	}

	#force(): Promise<boolean> {
		this.#session.toast('quiet', `Ending the server ${glyphs.ellipsis}`);
		return this.#run(['stopserver', '--force', '--noinput']);
	}

	async restart(): Promise<void> {
		this.busy = true;
		this.#session.toast('quiet', `Restarting the server ${glyphs.ellipsis}`);
		try {
			const {restartServer} = await import('../../server/control/lifecycle.ts');
			const {url} = await restartServer(this.#session.root, {operator: operatorName()});
			this.#session.recordChange('server restarted');
			this.#session.toast('success', `Server restarted at ${url}`);
		} catch (error) {
			const {message, hint} = error as CommandError;
			this.#session.openDialog(
				new MessageDialog({title: 'Server', meaning: 'error', text: message, hint}),
			);
		} finally {
			this.busy = false;
		}
	}

	/** What went wrong is said in a dialog; the state itself comes with the next status. */
	async #run(words: string[], ways: (hint: string) => Way[] = () => []): Promise<boolean> {
		this.busy = true;
		let failure: {message: string; hint?: string} | undefined;
		let said = '';
		const child = runCommand(this.#session.root, words, event => {
			if (event.type === 'error') failure = event;
			else if (event.type === 'log' && event.level !== 'notice') said ||= event.text;
		});
		const {exitCode, complaint} = await child.ended;
		this.busy = false;
		if (exitCode === 0) {
			this.#session.toast('success', said.trim() || 'Done.');
			return true;
		}
		const text = failure?.message ?? (complaint || `${words[0]} ended with ${exitCode}.`);
		const {hint} = failure ?? {};
		const message = {title: 'Server', meaning: 'error', text, hint} as const;
		this.#session.openDialog(new MessageDialog({...message, ways: ways(hint ?? '')}));
		return false;
	}
}

/** The command lines that the hint of a failed start names, each with a key. @param words of that start */
function waysOn(hint: string, words: string[], server: ServerControl): Way[] {
	const port = /quarterdeck runserver (\d+)/.exec(hint)?.[1];
	const start = (free: string) => void server.start(withPort(words, free));
	return [
		...(namesForce(hint)
			? [{key: 'x', label: 'end it, then start', go: () => void server.startByForce(words)}]
			: []),
		...(port ? [{key: 's', label: `start on port ${port}`, go: () => start(port)}] : []),
	];
}

function namesForce(hint: string): boolean {
	return hint.includes('quarterdeck stopserver --force');
}

/** The same start on another port. */
function withPort(words: string[], port: string): string[] {
	const isAddress = (word: string) => /^(?:\S+:)?\d+$/.test(word);
	if (!words.some(isAddress)) return [...words, port];
	return words.map(word => (isAddress(word) ? word.replace(/\d+$/, port) : word));
}
