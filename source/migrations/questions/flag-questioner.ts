import type {Question} from '../../runs/events.ts';
import type {CountRows} from './affected-rows.ts';
import {type Answers, usage} from './answers.ts';
import {
	type DefaultQuestion,
	defaultText,
	nameInFlag,
	type PropertyName,
	type Questioner,
	type RenameQuestion,
	renameText,
} from './questioner.ts';

const flags = {renames: '--rename', defaults: '--default'};

/**
 * Answers from flags first. Then a person is asked; without one, the answer is the one that keeps the data,
 * and the question is noted as unanswered.
 */
export class FlagQuestioner implements Questioner {
	readonly unanswered: Question[] = [];
	readonly #answers: Answers;
	readonly #person: Questioner | undefined;
	readonly #countRows: CountRows | undefined;
	/** The flags that answered a question. */
	readonly #used = new Set<string>();

	/** @param countRows counts the rows that a question is about */
	constructor(answers?: Answers, person?: Questioner, countRows?: CountRows) {
		this.#answers = answers ?? {renames: new Map(), defaults: new Map()};
		this.#person = person;
		this.#countRows = countRows;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const name = nameInFlag(question);
		const answer = this.#flag('renames', name);
		if (answer !== undefined) return chosen(answer, question, name);
		if (question.candidates.length === 0) return undefined;
		if (this.#person) return this.#person.renamedTo(question);
		const {candidates, property} = question;
		this.unanswered.push({
			type: 'question',
			id: name,
			kind: property ? 'rename-property' : 'rename-entity',
			text: candidates.map(candidate => renameText(question, candidate)).join('\n'),
			choices: [...candidates, 'removed'],
			flag: `--rename ${name}=${candidates[0]}`,
		});
		return candidates[0];
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const name = nameInFlag(question);
		const answer = this.#flag('defaults', name);
		if (answer !== undefined) return answer;
		const counted = {...question, rows: await this.#countRows?.(question)};
		if (this.#person) return this.#person.oneOffDefault(counted);
		this.unanswered.push({
			type: 'question',
			id: name,
			kind: question.reason === 'added' ? 'one-off-default' : 'null-to-not-null',
			text: defaultText(counted),
			choices: [],
			flag: `--default ${name}=SQL`,
		});
		return 'null';
	}

	backwardsDefault(question: PropertyName): string | undefined {
		return this.#flag('defaults', nameInFlag(question));
	}

	/** @throws CommandError `usage` when a flag answers nothing: a typo must not cost a column */
	verifyFlags(): void {
		for (const [kind, flag] of Object.entries(flags) as [keyof Answers, string][]) {
			for (const [name, answer] of this.#answers[kind]) {
				// Without the flag it would have been removed as well.
				if (answer === '' || this.#used.has(`${kind} ${name}`)) continue;
				throw usage(`${flag} ${name}=${answer} answers no question about these changes.`);
			}
		}
	}

	#flag(kind: keyof Answers, name: string): string | undefined {
		const answer = this.#answers[kind].get(name.toLowerCase());
		if (answer !== undefined) this.#used.add(`${kind} ${name.toLowerCase()}`);
		return answer;
	}
}

function chosen(
	answer: string,
	{candidates, others = []}: RenameQuestion,
	name: string,
): string | undefined {
	if (answer === '') return undefined;
	const possible = [...candidates, ...others];
	if (possible.length === 0) throw usage(`--rename ${name}=${answer}: there is nothing new.`);
	const candidate = possible.find(other => other.toLowerCase() === answer.toLowerCase());
	if (candidate) return candidate;
	throw usage(`--rename ${name}=${answer}: it can only have become ${possible.join(' or ')}.`);
}
