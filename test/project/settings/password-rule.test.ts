import assert from 'node:assert/strict';
import test from 'node:test';
import {
	isPasswordRule,
	usualPasswordRules,
} from '../../../source/project/settings/password-rule.ts';

test('a rule is a name, a name with its options, or a function', () => {
	for (const rule of [
		...usualPasswordRules,
		{name: 'length', minimum: 12},
		{name: 'similarity', maximum: 0.5},
		() => false,
	]) {
		assert.equal(isPasswordRule(rule), true, String(rule));
	}
});

test('an unknown name, an option of another rule and a wrong value are none', () => {
	for (const rule of [
		'lenght',
		'toString',
		{minimum: 12},
		{name: 'common', minimum: 12},
		{name: 'length', minimum: 0},
		{name: 'similarity', maximum: 2},
		null,
		7,
	]) {
		assert.equal(isPasswordRule(rule), false, JSON.stringify(rule));
	}
});
