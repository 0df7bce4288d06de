import {openProject} from '../../source/project/open/open.ts';

/** Entities with a value of each kind, a cycle, a self reference, a hierarchy and a many-to-many relation. */
export const wideEntities = `
export const Address = defineEntity({
	name: 'Address',
	embeddable: true,
	properties: {city: p.string().nullable(), street: p.string()},
});

export const Tag = defineEntity({
	name: 'Tag',
	properties: {id: p.uuid().primary(), name: p.string().unique()},
});

export const Author = defineEntity({
	name: 'Author',
	properties: {
		id: p.integer().primary(),
		name: p.string(),
		mentor: () => p.manyToOne(Author).nullable(),
		favourite: () => p.manyToOne(Book).nullable(),
		address: () => p.embedded(Address),
		places: () => p.embedded(Address).object().nullable(),
	},
});

export const Book = defineEntity({
	name: 'Book',
	properties: {
		id: p.bigint('string').primary(),
		author: () => p.manyToOne(Author).deleteRule('cascade'),
		tags: () => p.manyToMany(Tag),
		price: p.decimal('string').precision(20).scale(4).nullable(),
		weight: p.double().nullable(),
		isPrinted: p.boolean().default(true),
		printedAt: p.datetime().length(6).nullable(),
		day: p.date().nullable(),
		hour: p.time().nullable(),
		data: p.json().nullable(),
		cover: p.blob().nullable(),
		words: p.array().nullable(),
		binding: p.enum(['hard', 'soft']).nullable(),
		copies: p.bigint('string').nullable(),
	},
});

export const Animal = defineEntity({
	name: 'Animal',
	abstract: true,
	discriminatorColumn: 'kind',
	properties: {id: p.integer().primary(), name: p.string()},
});

export const Cat = defineEntity({
	name: 'Cat',
	extends: Animal,
	discriminatorValue: 'cat',
	properties: {lives: p.integer().nullable()},
});

export const Dog = defineEntity({
	name: 'Dog',
	extends: Animal,
	discriminatorValue: 'dog',
	properties: {isLoud: p.boolean().nullable()},
});
`;

/** Rows of all of these entities. */
export async function fillLibrary(root: string): Promise<void> {
	await withLibrary(root, async em => {
		const tags = ['a', 'b'].map((name, index) =>
			em.create('Tag', {id: `00000000-0000-4000-8000-00000000000${index}`, name}),
		);
		const address = {street: "S'\\ ?", city: null};
		const ada = em.create('Author', {
			id: 1,
			name: 'Ada "\n',
			address,
			places: {city: 'y', street: 'x'},
		});
		const bob = em.create('Author', {id: 2, name: 'Bob 🐈', mentor: ada, address});
		ada.mentor = bob;
		bob.favourite = em.create('Book', {
			...{id: '3', author: ada, tags, price: '1234567890.1234', weight: 0.1},
			...{isPrinted: false, printedAt: new Date('2026-11-24T07:12:05.120Z'), day: '2026-11-24'},
			...{hour: '10:11:12', data: {a: [1, {b: null}], ü: '\n'}, cover: Buffer.from([0, 1, 255])},
			...{words: ['a', 'b,c', 'd'], binding: 'hard', copies: '9223372036854775807'},
		});
		em.create('Book', {id: '2', author: bob, isPrinted: true});
		em.create('Cat', {id: 1, name: 'C', lives: 9});
		em.create('Dog', {id: 2, name: 'D', isLoud: true});
		await em.flush();
	});
}

/** What MikroORM reads of it, as data; its driver for SQLite rounds large numbers. */
export async function readLibrary(root: string): Promise<unknown> {
	return withLibrary(root, async em => {
		const found: unknown[] = [];
		for (const name of ['Tag', 'Author', 'Book', 'Animal'])
			found.push(await em.find(name, {}, {orderBy: {id: 1}, populate: ['*']}));
		return JSON.parse(
			JSON.stringify(found, (name, value) => (name === 'copies' ? undefined : value)),
		);
	});
}

async function withLibrary<T>(root: string, work: (em: any) => Promise<T>): Promise<T> {
	const project = await openProject(root);
	const {orm} = await project.access.openOrm(project);
	try {
		return await work(orm.em.fork());
	} finally {
		await orm.close(true);
	}
}
