import type {CommandError} from '../errors.ts';
import {operatorName} from '../runs/operator.ts';
import {isUp} from '../runs/project-status.ts';
import {runCommand} from './command.ts';
import type {Dashboard} from './dashboard.ts';
import {glyphs} from './theme.ts';

/** Starts and stops the server by the commands that do it in a shell, and restarts it by its control socket. */
export class ServerKeys {
	readonly #dashboard: Dashboard;
	busy = false;

	constructor(dashboard: Dashboard) {
		this.#dashboard = dashboard;
	}

	async toggle(): Promise<void> {
		const server = this.#dashboard.status.snapshot().status?.server;
		if (server && isUp(server)) await this.stop();
		else await this.start([]);
	}

	/** @param words what follows `runserver` */
	async start(words: string[]): Promise<boolean> {
		this.#dashboard.toast('quiet', `Starting the server ${glyphs.ellipsis}`);
		const started = await this.#run(['runserver', '--detach', ...words]);
		if (started) this.#dashboard.did('server started');
		return started;
	}

	async stop(): Promise<boolean> {
		this.#dashboard.toast('quiet', `Stopping the server ${glyphs.ellipsis}`);
		const stopped = await this.#run(['stopserver']);
		if (stopped) this.#dashboard.did('server stopped');
		return stopped;
	}

	async restart(): Promise<void> {
		this.busy = true;
		this.#dashboard.toast('quiet', `Restarting the server ${glyphs.ellipsis}`);
		try {
			const {restartServer} = await import('../server/control.ts');
			const {url} = await restartServer(this.#dashboard.root, {operator: operatorName()});
			this.#dashboard.did('server restarted');
			this.#dashboard.toast('success', `Server restarted at ${url}`);
		} catch (error) {
			const {message, hint} = error as CommandError;
			this.#dashboard.say('Server', 'alarm', message, hint);
		} finally {
			this.busy = false;
		}
	}

	/** What went wrong is said in a dialog; the state itself comes with the next status. */
	async #run(words: string[]): Promise<boolean> {
		this.busy = true;
		let failure: {message: string; hint?: string} | undefined;
		let said = '';
		const child = runCommand(this.#dashboard.root, words, event => {
			if (event.type === 'error') failure = event;
			else if (event.type === 'log' && event.level !== 'notice') said ||= event.text;
		});
		const {exitCode, complaint} = await child.ended;
		this.busy = false;
		if (exitCode === 0) {
			this.#dashboard.toast('success', said.trim() || 'Done.');
			return true;
		}
		const message = failure?.message ?? (complaint || `${words[0]} ended with ${exitCode}.`);
		this.#dashboard.say('Server', 'alarm', message, failure?.hint);
		return false;
	}
}
