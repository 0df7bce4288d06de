import {CommandError} from '../../errors/command-error.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {detectChanges} from '../detect/autodetector.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import {loadFullGraph} from '../graph/state.ts';
import {onOtherDialect, verifyDriversAreInstalled} from '../make/other-dialects.ts';
import {unmadeChanges} from '../make/unmade-changes.ts';
import {FlagQuestioner} from '../questions/flag-questioner.ts';
import {emptySnapshot} from '../schema/snapshot.ts';
import {optimized, type Range} from './optimizer.ts';
import type {SquashedVariant} from './squash.ts';

/**
 * The whole of an app for kinds of database that its migrations know nothing of: a new database of
 * that kind is given the tables as the entities have them. That is the same only where the migrations
 * are all of the app's, and make what the entities say and nothing besides.
 * @param own what the migrations do on the project's own database
 * @throws CommandError `no-dialect` when they do not; `not-installed`, `entities`
 */
export async function variantsFor(
	dialects: Driver[],
	project: Project,
	open: OpenOrm,
	range: Range,
	own: SquashedVariant,
): Promise<SquashedVariant[]> {
	if (dialects.length === 0) return [];
	verifyDriversAreInstalled(project, dialects);
	const because = await obstacle(project, open, range, own);
	if (because !== undefined) throw cannotBeMade(range, dialects, because);
	const variants: SquashedVariant[] = [];
	for (const driver of dialects) {
		const work = (other: Project, over: OpenOrm) => fromNothing(range, other, over);
		const made = await onOtherDialect(project, driver, open.entities, work);
		if (made) variants.push({driver, parts: [], ...made});
	}
	return variants;
}

async function fromNothing({app}: Range, project: Project, open: OpenOrm) {
	const nobody = new FlagQuestioner();
	const orm = await overMikroOrm(project, open);
	const changes = await detectChanges(app, emptySnapshot(), orm, nobody);
	if (!changes) return undefined;
	const {up, down, snapshot} = changes;
	return {optimized: {up, down}, snapshot};
}

async function obstacle(
	project: Project,
	open: OpenOrm,
	range: Range,
	own: SquashedVariant,
): Promise<string | undefined> {
	const {label} = range.app;
	const all = (await loadFullGraph(project)).of(label);
	if (all.length > range.files.length) return 'it takes all migrations of the app for that';
	if ((await unmadeChanges(project, open)).get(label)!.length > 0) {
		return "the entities have changes that no migration makes; run 'quarterdeck makemigrations' first";
	}
	const way = optimized(range, own.parts, await overMikroOrm(project, open));
	return 'because' in way ? way.because : undefined;
}

function cannotBeMade({app}: Range, dialects: Driver[], because: string): CommandError {
	return new CommandError(
		`${app.label} cannot be made for ${dialects.join(' and ')}: ${because}.`,
		{code: 'no-dialect', hint: 'Nothing was written.'},
	);
}
