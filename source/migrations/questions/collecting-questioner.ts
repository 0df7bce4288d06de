import {nameInFlag, type PropertyName, type Questioner} from './questioner.ts';

export type CollectingQuestioner = Required<Questioner> & {readonly answers: string[]};

/** Collects the answers of another questioner as flags: `--rename shop.book.name=title`. */
export function collectingQuestioner(questioner: Questioner): CollectingQuestioner {
	const answers: string[] = [];
	const collect = (question: PropertyName, sql: string | undefined) => {
		if (sql !== undefined) answers.push(`--default ${nameInFlag(question)}=${sql}`);
		return sql;
	};
	return {
		answers,
		async renamedTo(question) {
			const name = await questioner.renamedTo(question);
			if (name === undefined && question.candidates.length === 0) return undefined;
			answers.push(`--rename ${nameInFlag(question)}=${name ?? ''}`);
			return name;
		},
		oneOffDefault: async question => collect(question, await questioner.oneOffDefault(question)),
		backwardsDefault: question => collect(question, questioner.backwardsDefault?.(question)),
	};
}
