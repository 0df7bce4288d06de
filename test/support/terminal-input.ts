import {KeyDecoder} from '../../source/terminal/keys/key-decoder.ts';

/** What terminals send that is no key of the dashboard, or one whose name is beside it. */
export const sequences: Record<string, string> = {
	'\u001B]11;rgb:ffff/ffff/ffff\u001B\\': '',
	'\u001B]52;c;TWlncmF0ZQ==\u0007': '',
	'\u001B]4;1;rgb:cd/00/00\u001B\\': '',
	'\u001BP>|xterm.js(5.5.0)\u001B\\': '',
	'\u001BP1+r544e=787465726D\u001B\\': '',
	'\u001BP1$r0;4 q\u001B\\': '',
	'\u001B_Gi=31;OK\u001B\\': '',
	'\u001B^private y M q\u001B\\': '',
	'\u001BXstart of string y\u001B\\': '',
	'\u009D10;rgb:0/0/0\u009C': '',
	'\u001B[M !!': '',
	'\u001B[MCMM': '',
	'\u001B[M\u00A0yM': '',
	'\u001B[<0;12;7M': '',
	'\u001B[<35;12;7m': '',
	'\u001B[32;12;7M': '',
	'\u001B[[A': 'F1',
	'\u001B[[B': 'F2',
	'\u001B[[E': 'F5',
	'\u001B[I': '',
	'\u001B[O': '',
	'\u001B[?1;2c': '',
	'\u001B[>41;354;0c': '',
	'\u001B[0n': '',
	'\u001B[24;80R': '',
	'\u001B[?2026;2$y': '',
	'\u001B[8;24;80t': '',
	'\u001B[?1u': '',
	'\u001BOP': 'F1',
	'\u001BO5P': '',
	'\u001B[11~': 'F1',
	'\u001B[24;5~': '',
	'\u001B[2~': 'Insert',
	'\u001B[3$': '',
	'\u001B[7^': '',
	'\u001B[3@': '',
	'\u001B[1;5A': '',
	'\u001B[57428u': '',
	'\u001B[97;5:3u': '',
	'\u001B[121;3u': '',
	'\u001B\\': '',
	'\u001B[A': 'Up',
	'\u001BOB': 'Down',
	'\u001B[1;1C': 'Right',
	'\u001B[1;129D': 'Left',
	'\u001B[5~': 'PgUp',
	'\u001B[6;1:1~': 'PgDn',
	'\u001B[Z': 'S-Tab',
	'\u001B[9;2u': 'S-Tab',
	'\u001B[99;5u': '^C',
	'\u001B[27;5;99~': '^C',
	'\u001B[99;133u': '^C',
	'\u001B[106u': 'j',
	'\u001B[106:74;2u': 'J',
	'\u001B[109;2u': 'M',
	'\u001B[97;;229u': 'å',
	'\u001B[27u': 'Esc',
	'\u001B[13u': 'Enter',
	'\u001B[127u': 'Backspace',
	'\u001B[57414u': 'Enter',
	'\u001BOM': '',
	'\u001BOy': '',
};

/** The names of the keys in what a terminal sends, read by read, without those that mean nothing. */
export function keysIn(...reads: string[]): string[] {
	const decoder = new KeyDecoder();
	return reads.flatMap(read => namesOf(decoder.feed(read)));
}

export function namesOf(keys: {name: string}[]): string[] {
	return keys.map(({name}) => name).filter(name => name !== '');
}

/** 0 up to a limit, the same ones for the same seed. */
export function randomNumbers(seed: number): (limit: number) => number {
	let state = seed;
	return limit => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * limit);
	};
}

/**
 * Plays keys mixed with sequences and beginnings of sequences, in reads of any length and with pauses.
 * @throws Error when a key acts that nobody pressed, or one that was pressed after a pause does not
 */
export function fuzzInput(seed: number, rounds: number): void {
	const random = randomNumbers(seed);
	const all = Object.keys(sequences);
	const letters = ['j', 'M', 'y', 'q', 's', '\r', '\t', '\u0003', 'é', '😀', '9', '['];
	for (let round = 0; round < rounds; round++) {
		const decoder = new KeyDecoder();
		const got: string[] = [];
		const wanted: string[] = [];
		const pressed: string[] = [];
		const sent: string[] = [];
		let isWhole = true;
		for (let count = 1 + random(6); count > 0; count--) {
			const kind = random(3);
			const one = all[random(all.length)]!;
			const text =
				kind === 0 ? letters[random(letters.length)]! : kind === 1 ? one : cut(one, random);
			isWhole &&= kind < 2;
			const name = kind === 0 ? keysIn(text)[0]! : (sequences[text] ?? '');
			if (name !== '') pressed.push(name);
			if (text === '\u001B') pressed.push('Esc');
			if (isWhole && name !== '') wanted.push(name);
			sent.push(text);
			const characters = [...text];
			while (characters.length > 0) {
				const read = characters.splice(0, 1 + random(characters.length)).join('');
				got.push(...namesOf(decoder.feed(read)));
			}
			// Whoever waits for a terminal is done with what it sent.
			if (random(4) === 0) {
				got.push(...namesOf(decoder.expire()));
				isWhole = true;
			}
		}
		got.push(...namesOf(decoder.expire()));
		const where = `seed ${seed}, round ${round}: ${JSON.stringify(sent)} gave ${got}`;
		if (!isWithin(got, pressed)) throw new Error(`A key that nobody pressed. ${where}`);
		if (!isWithin(wanted, got)) throw new Error(`A key is lost. ${where}`);
		if (decoder.patience !== undefined) throw new Error(`Something is left. ${where}`);
	}
}

function cut(text: string, random: (limit: number) => number): string {
	return text.slice(0, 1 + random(text.length - 1));
}

/** Whether all of `some` are in `all`, in their order. */
function isWithin(some: string[], all: string[]): boolean {
	let at = 0;
	for (const one of all) if (one === some[at]) at++;
	return at === some.length;
}
