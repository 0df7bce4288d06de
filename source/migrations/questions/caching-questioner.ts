import type {DefaultQuestion, PropertyName, Questioner, RenameQuestion} from './questioner.ts';

/**
 * Asks for a change only once, whatever number of databases it is made for. What was answered for one
 * of them and cannot be in another (its types differ) is a removal there.
 */
export class AskingOnce implements Questioner {
	readonly #questioner: Questioner;
	readonly #answers = new Map<string, Promise<string | undefined>>();

	constructor(questioner: Questioner) {
		this.#questioner = questioner;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const {app, entity, property = ''} = question;
		const name = await this.#once(['rename', app, entity, property], () =>
			this.#questioner.renamedTo(question),
		);
		const possible = [...question.candidates, ...(question.others ?? [])];
		return possible.find(candidate => candidate === name);
	}

	valueOnTheWayBack(question: PropertyName): string | undefined {
		return this.#questioner.valueOnTheWayBack?.(question);
	}

	oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const {app, entity, property, reason} = question;
		return this.#once(['default', app, entity, property, reason], () =>
			this.#questioner.oneOffDefault(question),
		);
	}

	#once(words: string[], ask: () => Promise<string | undefined>): Promise<string | undefined> {
		const key = words.join('.');
		const answer = this.#answers.get(key) ?? ask();
		this.#answers.set(key, answer);
		return answer;
	}
}
