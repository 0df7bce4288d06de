import type {Interaction} from '../../source/migrations/questions/consent.ts';

/** Gives these answers, one after the other, and notes what is asked. */
export function personSaying(...answers: unknown[]): Interaction['prompt'] & {asked: string[]} {
	const asked: string[] = [];
	const answer = async (question: string) => {
		asked.push(question);
		return answers.shift() as any;
	};
	return {asked, text: answer, confirm: answer, choose: answer};
}

export const renamed = {
	app: 'shop',
	entity: 'Customer',
	property: 'bio',
	candidates: ['note', 'about'],
	type: 'text',
};

export const needed = {
	app: 'shop',
	entity: 'Customer',
	property: 'city',
	reason: 'added',
	...{table: 'customer', column: 'city'},
} as const;
