import assert from 'node:assert/strict';
import test from 'node:test';
import {refuseNewEnumValues} from '../../../source/migrations/migrate/new-enum-values.ts';

const step = (migration: string, ...sql: string[]) => ({
	...{migration, direction: 'forwards' as const, warnings: [], sql},
});
const adds = step(
	'shop.0002_add',
	`alter type "Inv"."St 1" add value if not exists 'it''s (new)' after 'a'`,
);

test('a value of an enum type is not used in the transaction that adds it', () => {
	const uses = [
		`alter table "post" alter column "status" set default 'it''s (new)'`,
		`update post set status = 'it''s (new)'::"Inv"."St 1"`,
		`insert into post (list) values ('{a,it''s (new)}')`,
		`do $$ begin update post set status = 'it''s (new)'; end $$`.replaceAll("''", "'"),
	];
	for (const sql of uses) {
		assert.throws(() => refuseNewEnumValues([adds, step('shop.0003_use', 'select 1', sql)]), {
			code: 'not-atomic',
			message:
				"shop.0003_use uses the value 'it's (new)' that shop.0002_add adds to the enum type Inv.St 1: PostgreSQL cannot use it in the same transaction.",
			hint: "Leave --atomic out, or run 'quarterdeck migrate shop 0002_add' first.",
		});
	}
	const code = {...step('shop.0003_use'), sql: undefined, source: `fill("it's (new)")`};
	assert.throws(() => refuseNewEnumValues([adds, code]), {code: 'not-atomic'});
});

test('what only seems to use it is let through', () => {
	const others = [
		`insert into post (text) values ('it''s (newer)')`,
		`alter table "it's (new)" add column "it's (new)" int`,
		`alter type "Inv"."St 1" add value 'b' before 'it''s (new)'`,
	];
	refuseNewEnumValues([step('shop.0001_first', `update post set s = 'it''s (new)'`), adds]);
	refuseNewEnumValues([adds, step('shop.0003_other', ...others)]);
	const made = step('shop.0003_type', `create type other as enum ('it''s (new)')`);
	refuseNewEnumValues([adds, made]);
});
