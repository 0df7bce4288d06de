import type {Context} from '../../project/apps/routes.ts';

/** Draws why; to the developer with the reason, to everybody else without. */
export type ShowRefusal = (context: Context, forDeveloper: boolean) => void;

/** A request that no view may see. Koa answers it with its status; the log tells the reason. */
export class Refusal extends Error {
	readonly status: number;
	readonly reason: string;
	readonly show: ShowRefusal;

	constructor(status: number, reason: string, show: ShowRefusal) {
		super(reason);
		this.status = status;
		this.reason = reason;
		this.show = show;
	}
}
