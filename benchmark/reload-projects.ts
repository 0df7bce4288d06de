/** The applications of `reload.ts`: the same few files for every reloader, made for so many entities. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {linkPackages} from '../scripts/tutorial.ts';

/** The file that is saved, and what it says. */
export interface Project {
	folder: string;
	file: string;
	source(text: string): string;
}

export function temporaryFolder(): string {
	return mkdtempSync(path.join(tmpdir(), 'quarterdeck-benchmark-'));
}

/** Koa, and MikroORM where there are entities; `main.ts` is what every Node reloader runs. */
export function nodeProject(
	folder: string,
	name: string,
	entities: number,
	ours = '',
	build?: string,
): Project {
	const root = path.join(folder, `${name}-${entities}`);
	mkdirSync(path.join(root, 'shop/entities'), {recursive: true});
	linkPackages(root, build);
	const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
	write('package.json', '{"type": "module"}\n');
	write('settings.ts', settings(entities, ours));
	for (let index = 0; index < entities; index++) write(`shop/entities/e${index}.ts`, entity(index));
	write('urls.ts', urls);
	write('main.ts', entities > 0 ? mainWithEntities(entities) : mainAlone);
	const source = (text: string) => `export const text = '${text}';\n`;
	write('text.ts', source('one'));
	return {folder: root, file: path.join(root, 'text.ts'), source};
}

const settings = (entities: number, ours: string) => `import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: [${entities > 0 ? "'./shop'" : ''}],
	database: {driver: 'sqlite', name: ':memory:'},
	secretKey: 'a-secret-key-of-the-benchmark-0123456789',
	${ours}
});
`;

const entity = (index: number) => `import {defineEntity, p} from '@mikro-orm/core';

export const E${index} = defineEntity({
	name: 'E${index}',
	properties: {
		id: p.integer().primary(),
		title: p.string().length(80).default(''),
		body: p.text().nullable(),
		price: p.decimal().precision(10).scale(2).default('0'),
		createdAt: p.datetime().nullable(),
	},
});
`;

const urls = `import {path, type Routes} from 'quarterdeck';
import {text} from './text.ts';

const routes: Routes = [path('/', context => { context.body = text; })];
export default routes;
`;

const mainAlone = `import Koa from 'koa';
import {text} from './text.ts';

const app = new Koa();
app.use(context => { context.body = text; });
app.listen(Number(process.env.PORT), '127.0.0.1');
`;

function mainWithEntities(entities: number): string {
	const indexes = Array.from({length: entities}, (_, index) => index);
	return `import {MikroORM} from '@mikro-orm/sqlite';
${indexes.map(index => `import {E${index}} from './shop/entities/e${index}.ts';`).join('\n')}
${mainAlone.replace(
	'const app',
	`await MikroORM.init({dbName: ':memory:', entities: [${indexes.map(index => `E${index}`).join(', ')}]});
const app`,
)}`;
}

/** @returns undefined where Python or its registry is not to be had */
export function djangoProject(folder: string, python: string, models: number): Project {
	const root = path.join(folder, `django-${models}`);
	mkdirSync(root);
	const words = ['-m', 'django', 'startproject', 'mysite', root];
	execFileSync(python, words);
	execFileSync(python, ['manage.py', 'startapp', 'shop'], {cwd: root});
	const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
	write('mysite/local.py', "from .settings import *\n\nINSTALLED_APPS += ['shop']\n");
	const fields =
		'\ttitle = models.CharField(max_length=80)\n\tbody = models.TextField(null=True)\n\tprice = models.DecimalField(max_digits=10, decimal_places=2)\n\tcreated = models.DateTimeField(null=True)\n';
	const classes = Array.from(
		{length: models},
		(_, index) => `class E${index}(models.Model):\n${fields}`,
	);
	write('shop/models.py', `from django.db import models\n\n${classes.join('\n')}`);
	write(
		'mysite/urls.py',
		"from django.http import HttpResponse\nfrom django.urls import path\nfrom .text import text\n\nurlpatterns = [path('', lambda request: HttpResponse(text))]\n",
	);
	const source = (text: string) => `text = '${text}'\n`;
	write('mysite/text.py', source('one'));
	return {folder: root, file: path.join(root, 'mysite/text.py'), source};
}

/** Peers, of the registry's newest. @returns the folder of their programs */
export function installPeers(folder: string): string {
	const peers = path.join(folder, 'peers');
	mkdirSync(peers);
	const words = ['install', '--no-save', '--no-audit', '--no-fund', '--silent', 'nodemon', 'tsx'];
	execFileSync('npm', words, {cwd: peers, stdio: 'inherit'});
	return path.join(peers, 'node_modules/.bin');
}

/** @returns Python with Django; undefined where there is none to be had */
export function installDjango(folder: string): string | undefined {
	const environment = path.join(folder, 'python');
	const python = path.join(environment, 'bin/python');
	try {
		execFileSync('python3', ['-m', 'venv', environment]);
		execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'Django<6'], {stdio: 'ignore'});
	} catch {
		return undefined;
	}
	return existsSync(python) ? python : undefined;
}
