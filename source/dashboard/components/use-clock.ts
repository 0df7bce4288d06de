import {useEffect, useState} from 'react';

/**
 * The component is drawn again whenever a multiple of so many milliseconds has passed.
 * @param interval nothing stops the clock
 */
export function useClock(interval: number | undefined): void {
	const [ticks, setTicks] = useState(0);
	useEffect(() => {
		if (interval === undefined) return;
		const wait = interval - (Date.now() % interval);
		const timer = setTimeout(() => setTicks(ticks + 1), wait).unref();
		return () => clearTimeout(timer);
	}, [interval, ticks]);
}
