import {spawnSync} from 'node:child_process';
import {cpSync, globSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {timed} from '../measure.ts';
import {holdsAll, removeDatabase} from './database.ts';
import type {Peer} from './peer.ts';
import {
	addedColumn,
	apps,
	changedEntity,
	type Entity,
	entities,
	migrations,
	write,
} from './shape.ts';

export const python = '/usr/bin/python3';

/** @returns undefined where Django is not installed */
export function djangoVersion(): string | undefined {
	const {status, stdout} = spawnSync(python, ['-c', 'import django; print(django.__version__)'], {
		encoding: 'utf8',
	});
	return status === 0 ? stdout.trim() : undefined;
}

/** Without its own apps, which is generous. */
export function django(folder: string): Peer {
	const made = path.join(folder, 'made');
	const applied = path.join(folder, 'applied');
	const before = path.join(folder, 'before');
	const database = path.join(applied, 'db.sqlite3');
	const kept = path.join(folder, 'kept.sqlite3');
	const command = (...words: string[]) => [python, 'manage.py', ...words];
	const writeModels = (withAddition: boolean) => {
		for (const app of apps)
			write(path.join(made, app), 'models.py', models(entities.get(app)!, withAddition));
	};
	const clear = () => {
		for (const app of apps) {
			rmSync(path.join(made, app, 'migrations'), {recursive: true, force: true});
			write(path.join(made, app, 'migrations'), '__init__.py', '');
		}
	};
	const written = (pattern: string) =>
		globSync(`${made}/*/migrations/${pattern}`).map(file => readFileSync(file, 'utf8'));
	writeProject(made);
	writeModels(false);
	clear();
	timed(command('makemigrations'), made);
	cpSync(made, before, {recursive: true});
	writeSmallMigrations(applied);
	timed(command('migrate'), applied);
	cpSync(database, kept);
	return {
		name: `Django ${djangoVersion()}`,
		jobs: {
			first: {
				cwd: made,
				words: command('makemigrations'),
				prepare() {
					clear();
					writeModels(false);
				},
				isDone: () =>
					written('0001_initial.py')
						.join('')
						.match(/migrations\.CreateModel/g)?.length === 500,
			},
			changed: {
				cwd: made,
				words: command('makemigrations'),
				prepare() {
					clear();
					for (const app of apps)
						cpSync(path.join(before, app, 'migrations'), path.join(made, app, 'migrations'), {
							recursive: true,
						});
					writeModels(true);
				},
				isDone: () => {
					const texts = written('0002_*.py');
					return texts.length === 1 && texts[0]!.includes(addedColumn);
				},
			},
			apply: {
				cwd: applied,
				words: command('migrate'),
				prepare: () => removeDatabase(database),
				isDone: () => holdsAll(database, 'django_migrations'),
			},
			status: {
				cwd: applied,
				words: command('showmigrations'),
				prepare() {
					removeDatabase(database);
					cpSync(kept, database);
				},
				isDone: ({stdout}) => stdout.match(/^ \[X\] /gm)?.length === 500,
			},
		},
	};
}

function writeProject(folder: string): void {
	write(
		folder,
		'manage.py',
		`import os, sys
os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
	);
	write(
		folder,
		'settings.py',
		`SECRET_KEY = 'of-a-benchmark'
INSTALLED_APPS = [${apps.map(app => `'${app}'`).join(', ')}]
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
USE_TZ = True
`,
	);
	for (const app of apps) write(path.join(folder, app), '__init__.py', '');
}

function models(mine: Entity[], withAddition: boolean): string {
	const classes = mine.map(({name, table, parent}) => {
		const more = [
			...(parent ? [`parent = models.ForeignKey(${parent.name}, models.SET_NULL, null=True)`] : []),
			...(withAddition && name === changedEntity
				? [`${addedColumn} = models.CharField(max_length=80, null=True)`]
				: []),
		];
		return `class ${name}(models.Model):
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=20, unique=True)
    note = models.TextField(null=True)
    count = models.IntegerField(default=0)
    price = models.FloatField(default=0)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    ${more.join('\n    ')}

    class Meta:
        db_table = '${table}'
`;
	});
	return `from django.db import models\n\n\n${classes.join('\n\n')}`;
}

/** One model an app; the other tables are made by SQL, which spares Django the work on its state. */
function writeSmallMigrations(folder: string): void {
	writeProject(folder);
	const fields = `('id', models.AutoField(primary_key=True, serialize=False)), ('name', models.TextField()), ('count', models.IntegerField(default=0)), ('note', models.TextField(null=True))`;
	for (const [index, {app, number, name, table, sql}] of migrations.entries()) {
		const before = number > 1 ? `('${app}', '${migrations[index - 1]!.name}')` : '';
		const operation =
			number > 1
				? `migrations.RunSQL(${JSON.stringify(sql)})`
				: `migrations.CreateModel(name='Part', fields=[${fields}], options={'db_table': '${table}'})`;
		write(
			path.join(folder, app, 'migrations'),
			`${name}.py`,
			`from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [${before}]
    operations = [${operation}]
`,
		);
		if (number > 1) continue;
		write(path.join(folder, app, 'migrations'), '__init__.py', '');
		write(
			path.join(folder, app),
			'models.py',
			`from django.db import models


class Part(models.Model):
    id = models.AutoField(primary_key=True)
    name = models.TextField()
    count = models.IntegerField(default=0)
    note = models.TextField(null=True)

    class Meta:
        db_table = '${table}'
`,
		);
	}
}
