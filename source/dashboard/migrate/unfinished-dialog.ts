import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {FailureDesk} from './failure-desk.ts';
import type {Plan} from './plan.ts';
import {leftUnfinished} from './remedies.ts';
import {RunProgress} from './run/run-progress.ts';
import type {Migrate} from './run/shown-run.ts';
import {continuationOf} from './run-dialog.ts';

/** A migration did not finish: offers ways to resolve it before anything else runs. */
export class UnfinishedDialog extends Dialog {
	readonly migration: string;
	/** Without the unfinished migration. */
	readonly plan: Plan;
	readonly desk: FailureDesk;
	readonly #migrate: Migrate;
	/** Whether the status has said so too: it may be older than the question. */
	#isKnown = false;

	constructor(session: Session, question: Question, plan: Plan, migrate: Migrate) {
		super(session);
		const progress = new RunProgress();
		progress.take(question);
		this.migration = leftUnfinished(progress)!;
		const steps = plan.steps.filter(({migration}) => migration !== this.migration);
		this.plan = {...plan, steps};
		const ways = continuationOf(this, {...migrate, expected: plan.steps}, true);
		this.desk = new FailureDesk(session, progress, ways);
		this.#migrate = migrate;
	}

	/** Another operator has settled it. */
	override settle(): void {
		const isLeft = this.session.problems.some(({code}) => code === 'unfinished-migration');
		if (this.#isKnown && !isLeft) {
			this.close();
			this.#migrate.again().open();
			this.session.toast('quiet', `${this.migration} is no longer unfinished.`);
		}
		this.#isKnown = isLeft;
	}

	press(key: Key): boolean {
		if (!this.desk.press(key)) return this.closeOrScroll(key, this.desk.isAsking);
		this.field = this.desk.field;
		this.changed();
		return true;
	}
}
