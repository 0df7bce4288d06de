import {addedColumn, changedEntity, type Entity} from './shape.ts';

/** `defineEntity` for Quarterdeck and MikroORM alike. */
export function definedEntities(entities: Entity[], withAddition: boolean): string {
	return `import {defineEntity, p} from '@mikro-orm/core';\n\n${entities
		.map(entity => definition(entity, withAddition && entity.name === changedEntity))
		.join('\n')}`;
}

function definition({name, table, parent}: Entity, isChanged: boolean): string {
	const more = [
		...(parent ? [`parent: () => p.manyToOne(${parent.name}).nullable(),`] : []),
		...(isChanged ? [`${addedColumn}: p.string().length(80).nullable(),`] : []),
	];
	return `export const ${name} = defineEntity({
	name: '${name}',
	tableName: '${table}',
	properties: {
		id: p.integer().primary(),
		name: p.string().length(100),
		code: p.string().length(20).unique(),
		note: p.text().nullable(),
		count: p.integer().default(0),
		price: p.double().default(0),
		active: p.boolean().default(true),
		createdAt: p.datetime(),
		${more.join('\n\t\t')}
	},
});
`;
}

/** The entity whose table the first of an app's small migrations makes. */
export function partEntity(app: string): string {
	return `import {defineEntity, p} from '@mikro-orm/core';

export const A${app.slice(3)}Part = defineEntity({
	name: 'A${app.slice(3)}Part',
	tableName: '${app}_part_00',
	properties: {
		id: p.integer().primary(),
		name: p.text(),
		count: p.integer().default(0),
		note: p.text().nullable(),
	},
});
`;
}
