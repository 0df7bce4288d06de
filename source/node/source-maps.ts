import {setSourceMapsSupport} from 'node:module';

/**
 * Stacks name the sources that a file was compiled from, for files that are loaded from now on and have a
 * map. Maps of packages are not read. Without a usable map, stacks name the compiled file.
 */
export function mapStacks(): void {
	setSourceMapsSupport(true, {nodeModules: false});
}
