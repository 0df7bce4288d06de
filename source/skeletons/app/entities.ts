import {defineEntity, p} from '@mikro-orm/core';

// After a change, run makemigrations and migrate.
export const {{entity}} = defineEntity({
	name: '{{entity}}',
	tableName: '{{table}}',
	properties: {
		id: p.integer().primary(),
		title: p.string(),
		created: p.datetime().onCreate(() => new Date()),
	},
});
