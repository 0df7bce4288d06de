import {spawnSync} from 'node:child_process';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically, writePiecesAtomically} from '../../system/atomic-file.ts';

/** What terminals take of an OSC 52 sequence, in letters of base64. */
const longest = 74_994;

/** What GNU screen takes of a wrapped sequence, in letters; before 4.1 it took no more than 256. */
const longestInScreen = 240;

/** Where a text is copied from: what that place knows and can do. */
export interface ClipboardPlace {
	environment: NodeJS.ProcessEnv;
	platform: NodeJS.Platform;
	/** Sends a sequence to the terminal. */
	send: (sequence: string) => void;
	/** The project's root: a text that is too long goes to a file of its state folder. */
	root: string;
	/** Gives a text to a program's stdin. @returns whether it took it */
	pipe?: (program: string, words: string[], text: string) => boolean;
}

/**
 * Copies a text to where the operator sits: through the terminal (OSC 52) under SSH and where the
 * machine has no clipboard, to the machine's clipboard otherwise, and to a file when it is too long.
 * Within tmux, tmux is asked to tell the terminal.
 * @returns how it was done: `with OSC 52`, `with wl-copy`, `to a file: …`
 */
export function copyText(text: string, place: ClipboardPlace): string {
	const {environment, pipe = pipeText} = place;
	const isRemote = !!(environment.SSH_CONNECTION || environment.SSH_TTY);
	const programs = [
		...(isRemote ? [] : clipboardPrograms(place)),
		...(environment.TMUX ? [tmux] : []),
	];
	for (const program of programs) {
		const [name = '', ...words] = program;
		if (pipe(name, words, text)) return `with ${name}`;
	}
	const encoded = Buffer.from(text).toString('base64');
	if (encoded.length > longest || environment.TERM === 'linux') return toFile(text, place.root);
	place.send(clipboardSequence(encoded, environment));
	return 'with OSC 52';
}

/** tmux and screen pass on only what is wrapped for them; tmux may also take the plain one. */
function clipboardSequence(encoded: string, environment: NodeJS.ProcessEnv): string {
	const plain = `\u001B]52;c;${encoded}\u0007`;
	if (environment.TMUX) return `${plain}\u001BPtmux;\u001B${plain}\u001B\\`;
	if (environment.STY)
		return inPieces(plain)
			.map(piece => `\u001BP${piece}\u001B\\`)
			.join('');
	return plain;
}

function inPieces(text: string): string[] {
	const count = Math.ceil(text.length / longestInScreen);
	return Array.from({length: count}, (_, index) =>
		text.slice(index * longestInScreen, (index + 1) * longestInScreen),
	);
}

/** Tells the terminal that it is shown on; as tmux comes, it hands on no sequence of the programs in it. */
const tmux = ['tmux', 'load-buffer', '-w', '-'];

function clipboardPrograms({environment, platform}: ClipboardPlace): string[][] {
	if (platform === 'darwin') return [['pbcopy']];
	if (platform === 'win32' || environment.WSL_DISTRO_NAME) return [['clip.exe']];
	if (environment.WAYLAND_DISPLAY) return [['wl-copy']];
	return environment.DISPLAY ? [['xclip', '-selection', 'clipboard']] : [];
}

function pipeText(program: string, words: string[], text: string): boolean {
	const {error, status} = spawnSync(program, words, {
		input: text,
		stdio: ['pipe', 'ignore', 'ignore'],
		timeout: 2000,
	});
	return !error && status === 0;
}

function toFile(text: string, root: string): string {
	ensureStateFolder(root);
	const file = statePath(root, 'copied.txt');
	writeFileAtomically(file, text, 0o600);
	return `to a file: ${file}`;
}

/** A text that is too long for every clipboard. @throws when it cannot be written */
export async function copyToFile(
	pieces: AsyncIterable<string>,
	root: string,
): Promise<{file: string; lines: number}> {
	ensureStateFolder(root);
	const file = statePath(root, 'copied.txt');
	return {file, lines: await writePiecesAtomically(file, pieces, 0o600)};
}
