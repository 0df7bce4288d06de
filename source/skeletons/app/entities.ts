// Export the entities of this app here. For example:
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
