import {type Codes, type Meaning, ourTheme, type Theme} from '../../terminal/colours.ts';
import {didYouMean} from '../../words/closest.ts';
import {asObject, readOwn} from './own-file.ts';

/** Those that only commands print are no part of the dashboard. */
const ofCommands: Meaning[] = ['heading', 'failure'];
const meanings = (Object.keys(ourTheme) as Meaning[]).filter(name => !ofCommands.includes(name));

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const attributes: Record<string, Codes> = {
	bold: ['1', '22'],
	dim: ['2', '22'],
	underline: ['4', '24'],
	inverse: ['7', '27'],
};
const allowed = `Allowed are ${names.join(', ')}, each also with 'bright' before it; 0 to 255; #rrggbb; 'on' before the colour of the background; ${Object.keys(attributes).join(', ')}; and 'none'.`;

/** `$XDG_CONFIG_HOME/quarterdeck/theme.json`: `{"error": "magenta bold", "currentMatch": "black on bright cyan"}` */
export function ownTheme(environment: NodeJS.ProcessEnv) {
	return readOwn(environment, 'theme.json', themeOf);
}

function themeOf(json: unknown): Partial<Theme> {
	const entries = Object.entries(asObject(json, 'meanings to colours'));
	const theme: Partial<Theme> = Object.fromEntries(
		entries.map(([name, value]) => [verified(name), codesOf(name, value)]),
	);
	refuseLookAlikes({...ourTheme, ...theme});
	return theme;
}

function verified(name: string): string {
	if ((meanings as string[]).includes(name)) return name;
	const all = `The meanings are ${meanings.join(', ')}.`;
	throw new Error(`there is no meaning '${name}'.${didYouMean(name, meanings)} ${all}`);
}

/** A foreground or background, or an attribute. */
const part =
	/^(?:(?<attribute>bold|dim|underline|inverse)|(?<on>on )?(?:(?<bright>bright )?(?<name>black|red|green|yellow|blue|magenta|cyan|white)|#(?<hex>[0-9a-f]{6})|(?<number>\d{1,3})))(?: |$)/i;

function codesOf(meaning: string, value: unknown): Codes {
	if (typeof value !== 'string')
		throw new Error(`the value of '${meaning}' must be a text such as "bold red". ${allowed}`);
	const begins: string[] = [];
	const ends: string[] = [];
	let rest = value.trim().replace(/\s+/g, ' ');
	if (rest === 'none') return ['', ''];
	do {
		const [begin, end] = codesOfPart(part.exec(rest)?.groups) ?? refused(meaning, value);
		if (/^[34]9$/.test(end) && ends.includes(end)) refused(meaning, value);
		begins.push(begin);
		if (!ends.includes(end)) ends.push(end);
		rest = rest.replace(part, '');
	} while (rest !== '');
	return [begins.join(';'), ends.join(';')];
}

function refused(meaning: string, value: string): never {
	throw new Error(`'${value}' is no colour for '${meaning}'. ${allowed}`);
}

function codesOfPart(groups: Record<string, string | undefined> | undefined): Codes | undefined {
	if (!groups) return undefined;
	const {attribute, on, bright, name, hex, number} = groups;
	if (attribute) return attributes[attribute.toLowerCase()];
	const ground = on ? 40 : 30;
	const end = `${ground + 9}`;
	if (name) return [`${ground + (bright ? 60 : 0) + names.indexOf(name.toLowerCase())}`, end];
	if (hex)
		return [
			`${ground + 8};2;${[0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16)).join(';')}`,
			end,
		];
	return Number(number) < 256 ? [`${ground + 8};5;${Number(number)}`, end] : undefined;
}

/** In the bar of the selection, the current match is all that keeps its colour. */
function refuseLookAlikes(theme: Theme): void {
	const {currentMatch, ...others} = theme;
	if (currentMatch[0] === '') throw new Error("'currentMatch' must have a colour.");
	const twin = Object.entries(others).find(([, [begin]]) => begin === currentMatch[0]);
	if (twin) throw new Error(`'currentMatch' must not look like '${twin[0]}'.`);
}
