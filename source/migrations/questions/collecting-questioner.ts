import {
	type DefaultQuestion,
	nameInFlag,
	type PropertyName,
	type Questioner,
	type RenameQuestion,
} from './questioner.ts';

/** Collects the answers of another questioner as flags: `--rename shop.book.name=title`. */
export class CollectingQuestioner implements Questioner {
	readonly answers: string[] = [];
	readonly #questioner: Questioner;

	constructor(questioner: Questioner) {
		this.#questioner = questioner;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const name = await this.#questioner.renamedTo(question);
		if (name === undefined && question.candidates.length === 0) return undefined;
		this.answers.push(`--rename ${nameInFlag(question)}=${name ?? ''}`);
		return name;
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		return this.#collect(question, await this.#questioner.oneOffDefault(question));
	}

	backwardsDefault(question: PropertyName): string | undefined {
		return this.#collect(question, this.#questioner.backwardsDefault?.(question));
	}

	#collect(question: PropertyName, sql: string | undefined): string | undefined {
		if (sql !== undefined) this.answers.push(`--default ${nameInFlag(question)}=${sql}`);
		return sql;
	}
}
