import {defineEntity, p} from '@mikro-orm/core';

export const Task = defineEntity({
	name: 'Task',
	properties: {
		id: p.integer().primary(),
		title: p.string(),
		createdAt: p.datetime().onCreate(() => new Date()),
	},
});
