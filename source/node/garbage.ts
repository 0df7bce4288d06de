import {setFlagsFromString} from 'node:v8';

/** A frame's garbage is gone with the frame: collecting it more often keeps 100 MB from piling up. */
export function keepMemorySmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=50');
}
