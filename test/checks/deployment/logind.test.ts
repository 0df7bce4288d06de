import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkLogind} from '../../../source/checks/deployment/logind.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a logind that ends processes is a finding, unless the user lingers', t => {
	const system = temporaryFolder(t);
	const write = (file: string, text: string) => {
		mkdirSync(path.join(system, path.dirname(file)), {recursive: true});
		writeFileSync(path.join(system, file), text);
	};
	const ids = () => [...checkLogind(system, 'ada')].map(({id}) => id);
	assert.deepEqual(ids(), []);
	write('usr/lib/systemd/logind.conf', '[Login]\n#KillUserProcesses=yes\nKillUserProcesses=no\n');
	assert.deepEqual(ids(), []);
	write('etc/systemd/logind.conf', '[Login]\nKillUserProcesses=yes\n');
	assert.deepEqual(ids(), ['machine.W002']);
	write('run/systemd/logind.conf.d/20-keep.conf', '[Login]\nKillUserProcesses = no\n');
	assert.deepEqual(ids(), []);
	write('usr/lib/systemd/logind.conf.d/30-kill.conf', '[Login]\nKillUserProcesses=true\n');
	assert.deepEqual(ids(), ['machine.W002']);
	const [finding] = checkLogind(system, 'ada');
	assert.equal(finding?.hint, 'sudo loginctl enable-linger ada');
	assert.equal(finding.file, path.join(system, 'usr/lib/systemd/logind.conf.d/30-kill.conf'));
	write('var/lib/systemd/linger/ada', '');
	assert.deepEqual(ids(), []);
});
