import {CommandError} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {detectChanges} from '../detect/autodetector.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import {onOtherDialect, verifyDriversAreInstalled} from '../make/other-dialects.ts';
import {unmadeChanges} from '../make/unmade-changes.ts';
import {FlagQuestioner} from '../questions/flag-questioner.ts';
import {emptySnapshot} from '../schema/snapshot.ts';
import {optimized, type Range} from './optimizer.ts';
import type {SquashedVariant} from './squash.ts';

/**
 * The whole app for kinds of database that its migrations have no SQL for: the tables as the entities
 * have them. That is right only if the migrations are all of the app's, and make just what the entities
 * have.
 * @param own what the migrations do on the project's own database
 * @throws CommandError `no-dialect` if it would not be right; `not-installed`, `entities`
 */
export async function variantsFor(
	dialects: Dialect[],
	project: Project,
	open: OpenOrm,
	range: Range,
	own: SquashedVariant,
): Promise<SquashedVariant[]> {
	if (dialects.length === 0) return [];
	verifyDriversAreInstalled(project, dialects);
	const because = await obstacle(project, open, range, own);
	if (because !== undefined) {
		const names = dialects.join(' and ');
		throw new CommandError(`${range.app.label} cannot be made for ${names}: ${because}.`, {
			code: 'no-dialect',
			hint: 'Nothing was written.',
		});
	}
	const variants: SquashedVariant[] = [];
	for (const driver of dialects) {
		const fromNothing = async (other: Project, over: OpenOrm) => {
			const orm = await overMikroOrm(other, over);
			return detectChanges(range.app, emptySnapshot(), orm, new FlagQuestioner());
		};
		const changes = await onOtherDialect(project, driver, open.entities, fromNothing);
		if (!changes) continue;
		const {up, down, snapshot} = changes;
		variants.push({driver, parts: [], optimized: {up, down}, snapshot});
	}
	return variants;
}

async function obstacle(
	project: Project,
	open: OpenOrm,
	range: Range,
	own: SquashedVariant,
): Promise<string | undefined> {
	if (!range.isWhole) return 'all migrations of the app must be squashed for that';
	if ((await unmadeChanges(project, open)).get(range.app.label)!.length > 0) {
		return "the entities have changes that no migration makes; run 'quarterdeck makemigrations' first";
	}
	const way = optimized(range, own.parts, await overMikroOrm(project, open));
	return 'because' in way ? way.because : undefined;
}
