import {spawnSync} from 'node:child_process';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically, writePiecesAtomically} from '../../system/atomic-file.ts';

/** Terminals accept so many base64 letters in an OSC 52 sequence. */
const longest = 74_994;

/** GNU screen accepts so many letters in a wrapped sequence; before 4.1 it was 256. */
const longestInScreen = 240;

export interface ClipboardPlace {
	environment: NodeJS.ProcessEnv;
	platform: NodeJS.Platform;
	send: (sequence: string) => void;
	/** A text that is too long goes to a file in its state folder. */
	root: string;
	/** Writes a text to a program's stdin. @returns whether it succeeded */
	pipe?: (program: string, words: string[], text: string) => boolean;
}

/**
 * Copies to the operator's own machine: with the system's clipboard, or through the terminal (OSC 52)
 * under SSH and without a clipboard, or to a file if the text is too long.
 * @returns how: `with OSC 52`, `with wl-copy`, `to a file: …`
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
	if (!environment.STY) return plain;
	const pieces = plain.match(new RegExp(`.{1,${longestInScreen}}`, 'gs'))!;
	return pieces.map(piece => `\u001BP${piece}\u001B\\`).join('');
}

/** Sets the clipboard of the outer terminal; by default tmux passes on no sequence of its programs. */
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

/** For a text that is too long for every clipboard. */
export async function copyToFile(
	pieces: AsyncIterable<string>,
	root: string,
): Promise<{file: string; lines: number}> {
	ensureStateFolder(root);
	const file = statePath(root, 'copied.txt');
	return {file, lines: await writePiecesAtomically(file, pieces, 0o600)};
}
