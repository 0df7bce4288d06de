/** What comes from elsewhere is cleaned in time that grows as its length: ten times, not a hundred. */
import {sanitise} from '../source/terminal/sanitise.ts';

const pieces = [
	'\u001B]',
	'\u001B[',
	'\u001B[1m',
	'\u001B]0;a',
	'\u009D',
	'\u001BP',
	'a\r',
	'\u001B[38;5;',
	'GET / 200 ',
];
const generous = 40;

let failed = false;
for (const piece of pieces) {
	const [short, long] = [fastest(piece, 100_000), fastest(piece, 1_000_000)];
	const ratio = long / short;
	failed ||= ratio > generous;
	const times = `100 kB ${short.toFixed(2)} ms, 1 MB ${long.toFixed(2)} ms`;
	console.log(`${JSON.stringify(piece).padEnd(14)} ${times}: ${ratio.toFixed(1)} times`);
}
if (failed) throw new Error(`More than ${generous} times: it does not grow as the length.`);

function fastest(piece: string, length: number): number {
	const text = piece.repeat(Math.ceil(length / piece.length));
	const times = Array.from({length: 7}, () => {
		const start = performance.now();
		sanitise(text);
		return performance.now() - start;
	});
	return Math.min(...times);
}
