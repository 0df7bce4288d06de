import type {Question} from '../../runs/events.ts';
import {shellWord} from '../../terminal/redact-arguments.ts';
import type {CountRows} from './affected-rows.ts';
import {type Answers, usage} from './answers.ts';
import {
	type DefaultQuestion,
	defaultText,
	nameInFlag,
	namesInFlag,
	type PropertyName,
	type Questioner,
	type RenameQuestion,
	renameText,
} from './questioner.ts';

/**
 * Answers from flags first, then asks a person; without one, gives the answer that keeps the data, and
 * adds the question to the unanswered ones.
 */
export class FlagQuestioner implements Questioner {
	readonly unanswered: Question[] = [];
	readonly #answers: Record<'--rename' | '--default', Map<string, string>>;
	readonly #person?: Questioner;
	readonly #countRows?: CountRows;
	/** The flags that would have answered the questions, and those that did. */
	readonly #possible = new Set<string>();
	readonly #used = new Set<string>();

	constructor(answers?: Answers, person?: Questioner, countRows?: CountRows) {
		const {renames = new Map(), defaults = new Map()} = answers ?? {};
		this.#answers = {'--rename': renames, '--default': defaults};
		this.#person = person;
		this.#countRows = countRows;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const name = nameInFlag(question);
		const answer = this.#answer('--rename', question);
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
			flag: `--rename ${shellWord(`${name}=${candidates[0]}`)}`,
		});
		return candidates[0];
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const name = nameInFlag(question);
		const answer = this.#answer('--default', question);
		if (answer !== undefined) return answer;
		const affected = await this.#countRows?.(question);
		if (affected?.isEmpty) return undefined;
		const counted = {...question, rows: affected?.rows};
		if (this.#person) return this.#person.oneOffDefault(counted);
		this.unanswered.push({
			type: 'question',
			id: name,
			kind: question.reason === 'added' ? 'one-off-default' : 'null-to-not-null',
			text: defaultText(counted),
			choices: [],
			flag: `--default ${shellWord(`${name}=SQL`)}`,
		});
		return 'null';
	}

	backwardsDefault(question: PropertyName): string | undefined {
		return this.#answer('--default', question);
	}

	/** @throws CommandError `usage` if a flag answers no question: a typo must not cost a column */
	verifyFlags(): void {
		for (const [flag, answers] of Object.entries(this.#answers)) {
			for (const [name, answer] of answers) {
				if (this.#used.has(`${flag} ${name}`)) continue;
				const possible = [...this.#possible].filter(one => one.startsWith(`${flag} `));
				throw usage(
					`${flag} ${name}=${answer} answers no question about these changes.`,
					possible.length > 0
						? `These would: ${possible.map(one => `${one}=…`).join(', ')}.`
						: `These changes raise no question that ${flag} answers: leave it out.`,
				);
			}
		}
	}

	#answer(flag: '--rename' | '--default', question: PropertyName | RenameQuestion) {
		this.#possible.add(`${flag} ${nameInFlag(question)}`);
		for (const name of namesInFlag(question)) {
			const answer = this.#answers[flag].get(name.toLowerCase());
			if (answer === undefined) continue;
			this.#used.add(`${flag} ${name.toLowerCase()}`);
			return answer;
		}
		return undefined;
	}
}

function chosen(
	answer: string,
	{candidates, others = [], places = {}}: RenameQuestion,
	name: string,
): string | undefined {
	if (answer === '') return undefined;
	const possible = [...candidates, ...others];
	if (possible.length === 0) throw usage(`--rename ${name}=${answer}: there is nothing new.`);
	const isNamed = (one: string) => one.toLowerCase() === answer.toLowerCase();
	const candidate = possible.find(isNamed) ?? possible.find(other => isNamed(places[other] ?? ''));
	if (candidate) return candidate;
	throw usage(`--rename ${name}=${answer}: it can only have become ${possible.join(' or ')}.`);
}
