import {defineEntity, p} from '@mikro-orm/core';
import {type Dialect, isMysqlFamily} from '../../source/project/database/dialect.ts';

/** Entities by the label of their app, made anew at each call: MikroORM changes what it discovers. */
export type Entities = Record<string, any[]>;

const id = () => p.integer().primary();

/** Every kind of property that MikroORM has, a few entities each. */
export const propertyKinds: Record<string, (driver: Dialect) => Entities> = {
	scalars: driver => ({
		shop: [
			defineEntity({
				name: 'Scalars',
				properties: {
					id: id(),
					text: p.text(),
					string: p.string(),
					short: p.string().length(20),
					character: p.character(),
					integer: p.integer(),
					small: p.smallint(),
					tiny: p.tinyint(),
					...(driver !== 'postgresql' && {medium: p.mediumint()}),
					big: p.bigint(),
					float: p.float(),
					double: p.double(),
					decimal: p.decimal().precision(10).scale(3),
					boolean: p.boolean(),
					uuid: p.uuid(),
					blob: p.blob(),
					bytes: p.uint8array(),
					date: p.date(),
					time: p.time(),
					datetime: p.datetime(),
					precise: p.datetime(6),
					unsigned: p.integer().unsigned(),
				},
			}),
		],
	}),
	nullable: () => ({
		shop: [
			defineEntity({
				name: 'Nullables',
				properties: {
					id: id(),
					text: p.text().nullable(),
					string: p.string().nullable(),
					integer: p.integer().nullable(),
					boolean: p.boolean().nullable(),
					datetime: p.datetime().nullable(),
					json: p.json().nullable(),
					decimal: p.decimal().nullable(),
				},
			}),
		],
	}),
	defaults: () => ({
		shop: [
			defineEntity({
				name: 'Defaults',
				properties: {
					id: id(),
					string: p.string().default('it is "so";\nhere'),
					empty: p.string().default(''),
					quoted: p.string().default("it's"),
					integer: p.integer().default(7),
					negative: p.integer().default(-1),
					float: p.float().default(1.5),
					decimal: p.decimal().precision(8).scale(2).default('1.50'),
					yes: p.boolean().default(true),
					no: p.boolean().default(false),
					now: p.datetime().defaultRaw('current_timestamp'),
					none: p.string().nullable().default(null),
					kind: p.enum(['a', 'b']).default('a'),
				},
			}),
		],
	}),
	'automatic keys': () => ({
		shop: [
			defineEntity({
				name: 'Numbered',
				properties: {id: p.integer().primary().autoincrement(), name: p.string()},
			}),
			defineEntity({name: 'Big', properties: {id: p.bigint().primary(), name: p.string()}}),
			defineEntity({name: 'Named', properties: {key: p.string().primary(), name: p.string()}}),
			defineEntity({name: 'Unique', properties: {id: p.uuid().primary(), name: p.string()}}),
		],
	}),
	'names of their own': () => ({
		shop: [
			defineEntity({
				name: 'Renamed',
				tableName: 'a table with spaces',
				properties: {
					id: p.integer().primary().fieldName('the id'),
					camelCase: p.string(),
					other: p.string().fieldName('Other Name').index(),
					order: p.integer(),
				},
			}),
		],
	}),
	enums: driver => ({
		shop: [
			defineEntity({
				name: 'Enums',
				properties: {
					id: id(),
					colour: p.enum(['red', 'green', 'blue; or so']),
					size: p.enum([1, 2, 3]),
					maybe: p.enum(['yes', 'no']).nullable(),
					...(driver === 'postgresql' && {
						state: p.enum(['open', 'closed']).nativeEnumName('ticket_state'),
						again: p.enum(['open', 'closed']).nativeEnumName('ticket_state').default('open'),
					}),
				},
			}),
		],
	}),
	json: driver => ({
		shop: [
			defineEntity({
				name: 'Jsons',
				properties: {
					id: id(),
					data: p.json(),
					maybe: p.json().nullable(),
					list: p.json().default([]),
					object: p.json().defaultRaw(isMysqlFamily(driver) ? `('{"a": 1}')` : `'{"a": 1}'`),
				},
			}),
		],
	}),
	arrays: () => ({
		shop: [
			defineEntity({
				name: 'Arrays',
				properties: {id: id(), names: p.array(), maybe: p.array().nullable()},
			}),
		],
	}),
	embeddables: () => {
		const address = defineEntity({
			name: 'Address',
			embeddable: true,
			properties: {street: p.string(), city: p.string().nullable()},
		} as any);
		return {
			shop: [
				defineEntity({
					name: 'Embedding',
					properties: {
						id: id(),
						home: () => p.embedded(address as any),
						work: () => p.embedded(address as any).nullable(),
						bare: () => p.embedded(address as any).prefix('b_'),
						object: () => p.embedded(address as any).object(),
						several: () => p.embedded(address as any).array(),
					},
				}),
			],
		};
	},
	'indexes and uniques': () => ({
		shop: [
			defineEntity({
				name: 'Indexed',
				properties: {
					id: id(),
					a: p.string().index(),
					b: p.string().unique(),
					c: p.integer(),
					d: p.integer(),
					e: p.integer().index('by_e'),
					f: p.integer().unique('only_f'),
				},
				indexes: [{properties: ['c', 'd']}, {name: 'by_d_a', properties: ['d', 'a']}],
				uniques: [{properties: ['c', 'a']}],
			}),
		],
	}),
	'indexes by expression': driver => ({
		shop: [
			defineEntity({
				name: 'Expressive',
				properties: {id: id(), name: p.string(), age: p.integer()},
				indexes: [
					{
						name: 'by_lower_name',
						expression: isMysqlFamily(driver)
							? 'create index by_lower_name on expressive (name)'
							: 'create index by_lower_name on expressive (lower(name))',
					},
					...(isMysqlFamily(driver)
						? []
						: [{name: 'grown', properties: ['age' as const], where: 'age > 17'}]),
				],
			}),
		],
	}),
	checks: () => ({
		shop: [
			defineEntity({
				name: 'Checked',
				properties: {
					id: id(),
					age: p.integer().check('age >= 0'),
					low: p.integer(),
					high: p.integer(),
					name: p.string(),
				},
				checks: [
					{name: 'ordered', expression: 'low < high'},
					{expression: "name <> 'x' and length(name) between 1 and 20"},
					{name: 'one_of', expression: "name in ('a', 'b') or low is null"},
				],
			}),
		],
	}),
	'generated columns': driver => ({
		shop: [
			defineEntity({
				name: 'Generated',
				properties: {
					id: id(),
					price: p.integer(),
					count: p.integer(),
					total: p.integer().generated('(price * count) stored'),
					...(driver !== 'postgresql' && {double: p.integer().generated('(price * 2) virtual')}),
				},
			}),
		],
	}),
	comments: () => ({
		shop: [
			defineEntity({
				name: 'Commented',
				comment: "a shop's table",
				properties: {id: id(), name: p.string().comment("what it's called; really")},
			}),
		],
	}),
	'many to many': () => {
		const Tag = defineEntity({
			name: 'Tag',
			properties: {id: id(), posts: () => p.manyToMany(Post).mappedBy('tags')},
		} as any);
		const Post: any = defineEntity({
			name: 'Post',
			properties: {
				id: id(),
				tags: () => p.manyToMany(Tag as any).owner(),
				friends: () => p.manyToMany(Post).owner(),
				ordered: () =>
					p
						.manyToMany(Tag as any)
						.owner()
						.fixedOrder()
						.pivotTable('ordered_tags'),
			},
		} as any);
		return {shop: [Tag, Post]};
	},
	'one to one': () => {
		const User: any = defineEntity({
			name: 'Account',
			properties: {id: id(), profile: () => p.oneToOne(Profile).mappedBy('account')},
		} as any);
		const Profile: any = defineEntity({
			name: 'Profile',
			properties: {
				id: id(),
				account: () => p.oneToOne(User),
				second: () => p.oneToOne(User).nullable(),
			},
		} as any);
		const Badge = defineEntity({
			name: 'Badge',
			properties: {account: () => p.oneToOne(User).primary(), level: p.integer()},
		} as any);
		return {shop: [Profile, User, Badge]};
	},
	'self references': () => {
		const Node: any = defineEntity({
			name: 'Node',
			properties: {
				id: id(),
				parent: () => p.manyToOne(Node).nullable().deleteRule('cascade'),
				next: () => p.oneToOne(Node).nullable().deleteRule('set null'),
				children: () => p.oneToMany(Node).mappedBy('parent'),
			},
		} as any);
		return {shop: [Node]};
	},
	'circles inside of an app': () => {
		const Hen: any = defineEntity({
			name: 'Hen',
			properties: {id: id(), egg: () => p.manyToOne(Egg).nullable()},
		} as any);
		const Egg: any = defineEntity({
			name: 'Egg',
			properties: {id: id(), hen: () => p.manyToOne(Hen)},
		} as any);
		return {shop: [Hen, Egg]};
	},
	'composite keys': () => {
		const Product = defineEntity({
			name: 'Product',
			properties: {vendor: p.integer().primary(), code: p.string().primary(), name: p.string()},
		});
		const Purchase = defineEntity({
			name: 'Purchase',
			properties: {id: id(), product: () => p.manyToOne(Product)},
		} as any);
		const Line = defineEntity({
			name: 'Line',
			properties: {
				purchase: () => p.manyToOne(Purchase as any).primary(),
				position: p.integer().primary(),
				product: () => p.manyToOne(Product).nullable(),
			},
		} as any);
		return {shop: [Product, Purchase, Line]};
	},
	'single table inheritance': () => {
		const Person = defineEntity({
			name: 'Person',
			discriminatorColumn: 'kind',
			discriminatorMap: {person: 'Person', manager: 'Manager', clerk: 'Clerk'},
			properties: {id: id(), name: p.string(), kind: p.enum(['person', 'manager', 'clerk'])},
		} as any);
		const Manager = defineEntity({
			name: 'Manager',
			extends: Person,
			properties: {budget: p.integer()},
		} as any);
		const Clerk = defineEntity({
			name: 'Clerk',
			extends: Person,
			properties: {boss: () => p.manyToOne(Manager as any).nullable()},
		} as any);
		return {shop: [Person, Manager, Clerk]};
	},
	'keys with rules': () => {
		const Parent = defineEntity({name: 'Parent', properties: {id: id()}});
		const child = (rule: string) => () => p.manyToOne(Parent).deleteRule(rule).nullable();
		const Child = defineEntity({
			name: 'Child',
			properties: {
				id: id(),
				a: child('cascade'),
				b: child('set null'),
				c: child('restrict'),
				d: child('no action'),
				e: () => p.manyToOne(Parent).updateRule('cascade'),
				f: () => p.manyToOne(Parent).createForeignKeyConstraint(false).nullable(),
			},
		} as any);
		return {shop: [Child, Parent]};
	},
	'keys to another app': () => {
		const Author = defineEntity({name: 'Author', properties: {id: id()}});
		const Book = defineEntity({
			name: 'Book',
			properties: {id: id(), author: () => p.manyToOne(Author), fans: () => p.manyToMany(Author)},
		} as any);
		return {shop: [Book], people: [Author]};
	},
	'keys between apps in both directions': () => {
		const Team: any = defineEntity({
			name: 'Team',
			properties: {id: id(), captain: () => p.manyToOne(Player).nullable()},
		} as any);
		const Player: any = defineEntity({
			name: 'Player',
			properties: {id: id(), team: () => p.manyToOne(Team)},
		} as any);
		return {shop: [Team], people: [Player]};
	},
	triggers: driver => ({
		shop: [
			defineEntity({
				name: 'Triggered',
				properties: {id: id(), name: p.string(), count: p.integer().default(0)},
				triggers: [
					{
						name: 'count_it',
						timing: 'before',
						events: ['insert'],
						body:
							driver === 'sqlite'
								? "select raise(ignore) where new.name = 'no;\n'"
								: 'new.count := 1;\n  return new',
						...(isMysqlFamily(driver) && {body: 'set new.count = 1;\n  set new.count = 2'}),
					},
				],
			} as any),
		],
	}),
	'row level security and partitions': driver => ({
		shop:
			driver === 'postgresql'
				? [
						defineEntity({
							name: 'Secured',
							rowLevelSecurity: 'force',
							policies: [{name: 'own', using: 'id > 3', check: 'id > 3'}],
							properties: {id: id(), name: p.string()},
						} as any),
						defineEntity({
							name: 'Parted',
							partitionBy: {type: 'hash', expression: ['id'], partitions: 3},
							properties: {id: id(), name: p.string()},
						} as any),
					]
				: [],
	}),
	views: () => ({
		shop: [
			defineEntity({name: 'Base', properties: {id: id(), name: p.string()}}),
			defineEntity({
				name: 'BaseView',
				tableName: 'base_view',
				view: true,
				expression: 'select id, name from base where id > 3',
				properties: {id: p.integer().primary(), name: p.string()},
			} as any),
		],
	}),
};
