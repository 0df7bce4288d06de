import type {Project} from '../project/project.ts';
import {migrateAt, once, projectAt, type TestDatabase} from './database.ts';
import {type Kind, TestServer} from './server.ts';

const kind: Kind = {
	home: 'postgres',
	lock: 'select pg_try_advisory_lock(hashtext(?))::int as yes',
	list: 'select datname as name from pg_database',
	drop: name => `drop database if exists ${name} with (force)`,
	current: 'select current_database() as name',
};

/** A copy of a template, made by the server. */
export async function makePostgresql(project: Project): Promise<TestDatabase> {
	const server = await TestServer.of(project, kind);
	const template = await once(project, async () => {
		const place = server.newPlace(project);
		await server.query(`create database ${place.name}`);
		await migrateAt(projectAt(project, place), place);
		return place.name;
	});
	const place = server.newPlace(project);
	const drop = () => server.drop(place);
	const restore = async () => {
		await drop();
		await server.query(`create database ${place.name} template ${template}`);
	};
	await restore();
	return {project: projectAt(project, place), restore, drop};
}
