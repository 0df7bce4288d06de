import {
	type DefaultQuestion,
	nameInFlag,
	type PropertyName,
	type Questioner,
	type RenameQuestion,
} from './questioner.ts';

/**
 * Asks each question only once, however many databases the change is made for. An answer for one of them
 * that is not possible on another (its types differ) means a removal there.
 */
export class CachingQuestioner implements Questioner {
	readonly #questioner: Questioner;
	readonly #answers = new Map<string, Promise<string | undefined>>();

	constructor(questioner: Questioner) {
		this.#questioner = questioner;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const name = await this.#once(`rename ${nameInFlag(question)}`, () =>
			this.#questioner.renamedTo(question),
		);
		const possible = [...question.candidates, ...(question.others ?? [])];
		return possible.find(candidate => candidate === name);
	}

	backwardsDefault(question: PropertyName): string | undefined {
		return this.#questioner.backwardsDefault?.(question);
	}

	oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		return this.#once(`default ${nameInFlag(question)} ${question.reason}`, () =>
			this.#questioner.oneOffDefault(question),
		);
	}

	#once(key: string, ask: () => Promise<string | undefined>): Promise<string | undefined> {
		const answer = this.#answers.get(key) ?? ask();
		this.#answers.set(key, answer);
		return answer;
	}
}
