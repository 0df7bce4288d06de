import {Writable} from 'node:stream';

/** Keeps all that is written. */
export class Written extends Writable {
	text = '';

	override _write(chunk: Buffer, _: string, done: () => void): void {
		this.text += chunk;
		done();
	}
}
