import type {Context} from '../../project/apps/routes.ts';

/** Shows the refusal, with the reason only to the developer. */
type ShowRefusal = (context: Context, forDeveloper: boolean) => void;

/** A request that is refused before any view sees it. Its message, the reason, is logged. */
export class Refusal extends Error {
	readonly status: number;
	readonly show: ShowRefusal;

	constructor(status: number, reason: string, show: ShowRefusal) {
		super(reason);
		this.status = status;
		this.show = show;
	}
}
