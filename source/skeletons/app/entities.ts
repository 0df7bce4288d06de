// What this file exports are the entities of the app:
//
// import {defineEntity, p} from '@mikro-orm/core';
//
// export const Book = defineEntity({
// 	name: 'Book',
// 	tableName: '{{label}}_book',
// 	properties: {
// 		id: p.integer().primary(),
// 		title: p.string(),
// 	},
// });
export {};
