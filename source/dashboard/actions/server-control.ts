import type {CommandError, ErrorData} from '../../errors/command-error.ts';
import type {Way} from '../../errors/ways.ts';
import {operatorName} from '../../runs/operator.ts';
import {isUp} from '../../runs/project-status.ts';
import {runCommand} from '../commands/command.ts';
import {type Choice, type Message, MessageDialog} from '../dialogs/message.ts';
import {safe} from '../drawing/foreign-text.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Session} from '../state/session.ts';

type Offers = Record<string, (way: Way, index: number) => Choice>;

/** Starts and stops the server with the commands of the shell, and restarts it by its control socket. */
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
		const started = await this.#run(['runserver', '--detach', ...words], {
			'stop-server-force': () => ({
				...{key: 'x', label: 'stop it and start'},
				go: () => void this.#force().then(stopped => stopped && this.start(words)),
			}),
			'serve-script': ({script}, index) => ({
				key: index === 0 ? 'y' : `${index + 1}`,
				label: safe(`run ${script!.name} (${script!.text}) and note it in package.json`),
				go: () => void this.start(['--script', script!.name, ...words]),
			}),
			'use-port': ({port}) => ({
				...{key: 's', label: `start on port ${port}`},
				go: () => void this.start(withPort(words, port!)),
			}),
		});
		if (started) this.#session.recordChange('server started');
		return started;
	}

	async stop(): Promise<boolean> {
		const waits = 'waiting for open requests';
		this.#session.toast('quiet', `Stopping the server ${glyphs.ellipsis} ${waits}`);
		const force = {key: 'x', label: 'stop by force', go: () => void this.#force()};
		const stopped = await this.#run(['stopserver'], {'stop-server-force': () => force});
		if (stopped) this.#session.recordChange('server stopped');
		return stopped;
	}

	/** Stops a server that does not answer, or its orphaned processes. */
	#force(): Promise<boolean> {
		this.#session.toast('quiet', `Stopping the server by force ${glyphs.ellipsis}`);
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
			this.#fail(error as CommandError);
		} finally {
			this.busy = false;
		}
	}

	/** A failure opens a dialog. @param offers choices for it, by the ids of ways */
	async #run(words: string[], offers: Offers = {}): Promise<boolean> {
		this.busy = true;
		let failure: ErrorData | undefined;
		let said = '';
		const child = runCommand(this.#session.root, words, event => {
			if (event.type === 'error') failure = event;
			else if (event.type === 'log' && event.level !== 'notice') said ||= event.text;
		});
		const {exitCode, stderr} = await child.ended;
		this.busy = false;
		if (exitCode === 0) {
			this.#session.toast('success', said.trim() || 'Done.');
			return true;
		}
		const message = failure?.message ?? (stderr || `${words[0]} exited with code ${exitCode}.`);
		const {hint, ways = []} = failure ?? {};
		const choices = ways.flatMap((way, index) => offers[way.id]?.(way, index) ?? []);
		this.#fail({message, hint, choices});
		return false;
	}

	#fail({message, hint, choices}: Omit<Message, 'title'>): void {
		const shown = {title: 'Server', meaning: 'error', message, hint, choices} as const;
		new MessageDialog(this.#session, shown).open();
	}
}

function withPort(words: string[], port: number): string[] {
	const isAddress = (word: string) => /^(?:\S+:)?\d+$/.test(word);
	if (!words.some(isAddress)) return [...words, String(port)];
	return words.map(word => (isAddress(word) ? word.replace(/\d+$/, String(port)) : word));
}
