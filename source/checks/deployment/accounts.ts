import {isPublic} from '../../server/control/address.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';
import {placeInSettings} from '../finding/place-in-settings.ts';

/** A lower cost than bcrypt's usual one makes stolen hashes cheap to guess. */
const lowestCost = 10;
const shortestPassword = 8;

/** What the settings decide about guessed passwords. */
export function* checkAccounts({project}: CheckSite): Generator<Finding> {
	if (!project.apps.some(({name}) => name === 'quarterdeck/auth')) return;
	const {passwordHashCost, auth, trustedProxies, server} = project.settings;
	const finding = (id: string, key: string, message: string, hint: string): Finding => ({
		...{id: `security.${id}`, level: 'warning', message, hint},
		...placeInSettings(project, key),
	});
	if (passwordHashCost < lowestCost) {
		yield finding(
			'W104',
			'passwordHashCost',
			`passwordHashCost is ${passwordHashCost}: stolen hashes are cheap to guess.`,
			`Use at least ${lowestCost}; without the setting it is 12.`,
		);
	}
	const lengths = auth.passwordRules.flatMap(rule => {
		if (rule === 'length') return shortestPassword;
		return typeof rule === 'object' && rule.name === 'length'
			? (rule.minimum ?? shortestPassword)
			: [];
	});
	const hasOwn = auth.passwordRules.some(rule => typeof rule === 'function');
	if (lengths.length === 0 ? !hasOwn : Math.max(...lengths) < shortestPassword) {
		yield finding(
			'W105',
			'passwordRules',
			'auth.passwordRules accepts short passwords, which can be guessed.',
			`Add {name: 'length', minimum: 12}, or at least ${shortestPassword} characters.`,
		);
	}
	if (trustedProxies.length === 0 && !isPublic(server.host)) {
		yield finding(
			'W106',
			'trustedProxies',
			`trustedProxies is empty and the server listens on ${server.host}: behind a proxy, all visitors have its address, and one who guesses passwords makes all wait.`,
			"List the proxy: trustedProxies: ['127.0.0.1'].",
		);
	}
}

/** E-mails that nobody gets. A project whose settings say nothing about e-mail sends none. */
export function* checkEmail({project}: CheckSite): Generator<Finding> {
	const {transport} = project.settings.email;
	const place = placeInSettings(project, 'email');
	if (place.line === undefined || (transport !== 'console' && transport !== 'file')) return;
	yield {
		id: 'email.W001',
		level: 'warning',
		message: `email.transport is '${transport}': e-mails are not sent.`,
		hint: "Set the URL of your mail server: email: {transport: process.env.EMAIL_URL, from: 'shop@example.com'}.",
		...place,
	};
}

/** Networks of a whole continent: their addresses are not proxies alone. */
const widest = {4: 8, 6: 16};

/** Whoever is trusted can give a visitor any address. */
export function* checkProxies({project}: CheckSite): Generator<Finding> {
	for (const network of project.settings.trustedProxies) {
		const [address = '', bits] = network.split('/');
		if (bits === undefined || Number(bits) >= widest[address.includes(':') ? 6 : 4]) continue;
		yield {
			id: 'security.W107',
			level: 'warning',
			message: `trustedProxies has ${network}: visitors there can pretend to have any address.`,
			hint: 'List the addresses of your proxies only.',
			...placeInSettings(project, 'trustedProxies'),
		};
	}
}
