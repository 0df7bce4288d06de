import {nameInFlag, type Questioner} from './questioner.ts';

/**
 * Asks each question only once, however many databases the change is made for. If an answer for one of
 * them is not possible on another because the types differ, the property counts as removed there.
 */
export function cachingQuestioner(questioner: Questioner): Questioner {
	const answers = new Map<string, Promise<string | undefined>>();
	const once = (key: string, ask: () => Promise<string | undefined>) => {
		const answer = answers.get(key) ?? ask();
		answers.set(key, answer);
		return answer;
	};
	return {
		async renamedTo(question) {
			const key = `rename ${nameInFlag(question)}`;
			const name = await once(key, () => questioner.renamedTo(question));
			const {candidates, others = []} = question;
			return [...candidates, ...others].find(candidate => candidate === name);
		},
		oneOffDefault(question) {
			const key = `default ${nameInFlag(question)} ${question.reason}`;
			return once(key, () => questioner.oneOffDefault(question));
		},
		backwardsDefault: question => questioner.backwardsDefault?.(question),
	};
}
