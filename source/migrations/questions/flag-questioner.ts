import type {Question} from '../../runs/events.ts';
import type {CountRows} from './affected-rows.ts';
import {type Answers, usage} from './answers.ts';
import {
	type DefaultQuestion,
	defaultText,
	keyOf,
	type PropertyName,
	type Questioner,
	type RenameQuestion,
	renameText,
} from './questioner.ts';

const flags = {renames: '--rename', defaults: '--default'};

/** Answers from flags first; then from the person, or with what keeps the data while it notes what is open. */
export class FlagQuestioner implements Questioner {
	/** The questions that no flag answers. */
	readonly unanswered: Question[] = [];
	readonly #answers: Answers;
	readonly #person: Questioner | undefined;
	/** The flags that were of use. */
	readonly #used = new Set<string>();

	readonly #count: CountRows | undefined;

	/** @param count what a question tells of the rows that it is about */
	constructor(answers: Answers, person?: Questioner, count?: CountRows) {
		this.#answers = answers;
		this.#person = person;
		this.#count = count;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const key = keyOf(question);
		const answer = this.#flag('renames', key);
		if (answer !== undefined) return chosen(answer, question, key);
		if (question.candidates.length === 0) return undefined;
		if (this.#person) return this.#person.renamedTo(question);
		const {candidates, property} = question;
		this.unanswered.push({
			type: 'question',
			id: key,
			kind: property ? 'rename-property' : 'rename-entity',
			text: candidates.map(candidate => renameText(question, candidate)).join('\n'),
			choices: [...candidates, 'removed'],
			flag: `--rename ${key}=${candidates[0]}`,
		});
		return candidates[0];
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const key = keyOf(question);
		const answer = this.#flag('defaults', key);
		if (answer !== undefined) return answer;
		const counted = {...question, rows: await this.#count?.(question)};
		if (this.#person) return this.#person.oneOffDefault(counted);
		this.unanswered.push({
			type: 'question',
			id: key,
			kind: question.reason === 'added' ? 'one-off-default' : 'null-to-not-null',
			text: defaultText(counted),
			choices: [],
			flag: `--default ${key}=SQL`,
		});
		return 'null';
	}

	valueOnTheWayBack(question: PropertyName): string | undefined {
		return this.#flag('defaults', keyOf(question));
	}

	/** @throws CommandError `usage` when a flag answers nothing: a typo must not cost a column */
	verifyFlags(): void {
		for (const [kind, flag] of Object.entries(flags) as [keyof Answers, string][]) {
			for (const [key, answer] of this.#answers[kind]) {
				// What was removed is removed without a question as well.
				if (answer === '' || this.#used.has(`${kind} ${key}`)) continue;
				throw usage(`${flag} ${key}=${answer} answers no question of these changes.`);
			}
		}
	}

	#flag(kind: keyof Answers, key: string): string | undefined {
		const answer = this.#answers[kind].get(key.toLowerCase());
		if (answer !== undefined) this.#used.add(`${kind} ${key.toLowerCase()}`);
		return answer;
	}
}

function chosen(
	answer: string,
	{candidates, others = []}: RenameQuestion,
	key: string,
): string | undefined {
	if (answer === '') return undefined;
	const possible = [...candidates, ...others];
	if (possible.length === 0) throw usage(`--rename ${key}=${answer}: nothing new is there.`);
	const candidate = possible.find(name => name.toLowerCase() === answer.toLowerCase());
	if (candidate) return candidate;
	throw usage(`--rename ${key}=${answer}: it can only have become ${possible.join(' or ')}.`);
}
