/**
 * Opens the dashboard on `playground/`, a copy of the tutorial's project with a new project's home page. It
 * is made the first time and ignored by git. In this very process, so that ^Z and signals reach the dashboard
 * as they are.
 */
import {existsSync} from 'node:fs';
import path from 'node:path';
import {makePlayground} from './make-playground.ts';

const root = path.dirname(import.meta.dirname);
const playground = path.join(root, 'playground');

if (!existsSync(playground)) makePlayground(playground);
process.argv.splice(2, 0, '--project', playground);
await import(path.join(root, 'dist/cli.js'));
