import {Migration} from '@mikro-orm/migrations';

/** The same for each database, by the name of MikroORM's driver. */
const statements: Record<string, {up: string[]; down: string[]}> = {
	SqliteDriver: {
		up: [
			'create table `session` (`session_key` text not null primary key, `data` text not null, `created_at` datetime not null, `expires_at` datetime not null);',
			'create index `session_expires_at_index` on `session` (`expires_at`);',
		],
		down: ['drop table if exists `session`;'],
	},
	PostgreSqlDriver: {
		up: [
			'create table "session" ("session_key" varchar(64) not null, "data" text not null, "created_at" timestamptz not null, "expires_at" timestamptz not null, primary key ("session_key"));',
			'create index "session_expires_at_index" on "session" ("expires_at");',
		],
		down: ['drop table if exists "session" cascade;'],
	},
	MySqlDriver: {
		up: [
			'create table `session` (`session_key` varchar(64) not null, `data` text not null, `created_at` datetime not null, `expires_at` datetime not null, primary key (`session_key`)) default character set utf8mb4 engine = InnoDB;',
			'alter table `session` add index `session_expires_at_index` (`expires_at`);',
		],
		down: ['drop table if exists `session`;'],
	},
	MariaDbDriver: {
		up: [
			'create table `session` (`session_key` varchar(64) not null, `data` text not null, `created_at` datetime not null, `expires_at` datetime not null, primary key (`session_key`)) default character set utf8mb4 engine = InnoDB;',
			'alter table `session` add index `session_expires_at_index` (`expires_at`);',
		],
		down: ['drop table if exists `session`;'],
	},
};

// Generated: sqlite 790393095829, postgresql 4056080d57b4, mysql 4139f07c4046, mariadb 4139f07c4046.
export default class extends Migration {
	override name = 'sessions.0001_initial';
	static dependencies = [];

	override up() {
		for (const sql of this.#own.up) this.addSql(sql);
	}

	override down() {
		for (const sql of this.#own.down) this.addSql(sql);
	}

	get #own() {
		const {name} = this.driver.constructor;
		const found = statements[name];
		if (!found) throw new Error(`There are no statements for ${name} here.`);
		return found;
	}
}
