import {Migration} from '@mikro-orm/migrations';

/** The same for each database, by the name of MikroORM's driver. */
const statements: Record<string, {up: string[]; down: string[]}> = {
	SqliteDriver: {
		up: [
			'create table `auth_failed_logins` (`username_hash` text not null, `network` text not null, `failures` integer not null, `blocked_until` datetime not null, `expires_at` datetime not null, primary key (`username_hash`, `network`));',
			'create index `auth_failed_logins_expires_at_index` on `auth_failed_logins` (`expires_at`);',
			"create table `auth_user` (`id` integer not null primary key autoincrement, `username` text not null, `username_key` text not null, `email` text not null default '', `password` text not null, `is_active` integer not null default true, `is_staff` integer not null default false, `is_superuser` integer not null default false, `date_joined` datetime not null, `last_login` datetime null);",
			'create unique index `auth_user_username_key_unique` on `auth_user` (`username_key`);',
		],
		down: ['drop table if exists `auth_failed_logins`;', 'drop table if exists `auth_user`;'],
	},
	PostgreSqlDriver: {
		up: [
			'create table "auth_failed_logins" ("username_hash" varchar(64) not null, "network" varchar(64) not null, "failures" int not null, "blocked_until" timestamptz not null, "expires_at" timestamptz not null, primary key ("username_hash", "network"));',
			'create index "auth_failed_logins_expires_at_index" on "auth_failed_logins" ("expires_at");',
			`create table "auth_user" ("id" serial primary key, "username" varchar(150) not null, "username_key" varchar(450) not null, "email" varchar(254) not null default '', "password" varchar(128) not null, "is_active" boolean not null default true, "is_staff" boolean not null default false, "is_superuser" boolean not null default false, "date_joined" timestamptz not null, "last_login" timestamptz null);`,
			'alter table "auth_user" add constraint "auth_user_username_key_unique" unique ("username_key");',
		],
		down: [
			'drop table if exists "auth_failed_logins" cascade;',
			'drop table if exists "auth_user" cascade;',
		],
	},
	MySqlDriver: {
		up: [
			'create table `auth_failed_logins` (`username_hash` varchar(64) not null, `network` varchar(64) not null, `failures` int not null, `blocked_until` datetime not null, `expires_at` datetime not null, primary key (`username_hash`, `network`)) default character set utf8mb4 engine = InnoDB;',
			'alter table `auth_failed_logins` add index `auth_failed_logins_expires_at_index` (`expires_at`);',
			"create table `auth_user` (`id` int unsigned not null auto_increment primary key, `username` varchar(150) not null, `username_key` varchar(450) not null, `email` varchar(254) not null default '', `password` varchar(128) not null, `is_active` tinyint(1) not null default true, `is_staff` tinyint(1) not null default false, `is_superuser` tinyint(1) not null default false, `date_joined` datetime not null, `last_login` datetime null) default character set utf8mb4 engine = InnoDB;",
			'alter table `auth_user` add unique `auth_user_username_key_unique` (`username_key`);',
		],
		down: ['drop table if exists `auth_failed_logins`;', 'drop table if exists `auth_user`;'],
	},
	MariaDbDriver: {
		up: [
			'create table `auth_failed_logins` (`username_hash` varchar(64) not null, `network` varchar(64) not null, `failures` int not null, `blocked_until` datetime not null, `expires_at` datetime not null, primary key (`username_hash`, `network`)) default character set utf8mb4 engine = InnoDB;',
			'alter table `auth_failed_logins` add index `auth_failed_logins_expires_at_index` (`expires_at`);',
			"create table `auth_user` (`id` int unsigned not null auto_increment primary key, `username` varchar(150) not null, `username_key` varchar(450) not null, `email` varchar(254) not null default '', `password` varchar(128) not null, `is_active` tinyint(1) not null default true, `is_staff` tinyint(1) not null default false, `is_superuser` tinyint(1) not null default false, `date_joined` datetime not null, `last_login` datetime null) default character set utf8mb4 engine = InnoDB;",
			'alter table `auth_user` add unique `auth_user_username_key_unique` (`username_key`);',
		],
		down: ['drop table if exists `auth_failed_logins`;', 'drop table if exists `auth_user`;'],
	},
};

// Generated: sqlite 9872a3f5facc, postgresql 0d610921152f, mysql 166ebedd93e8, mariadb 166ebedd93e8.
export default class extends Migration {
	override name = 'auth.0001_initial';
	static dependencies = [];

	override up() {
		for (const sql of this.#own.up) if (this.#isWanted(sql)) this.addSql(sql);
	}

	override down() {
		for (const sql of this.#own.down) if (this.#isWanted(sql)) this.addSql(sql);
	}

	get #own() {
		const {name} = this.driver.constructor;
		const found = statements[name];
		if (!found) throw new Error(`There are no statements for ${name} here.`);
		return found;
	}

	/** A project with its own user entity has no table `auth_user`. */
	#isWanted(sql: string): boolean {
		const tables = [...this.driver.getMetadata()].map(({tableName}) => tableName);
		return !sql.includes('auth_user') || tables.includes('auth_user');
	}
}
