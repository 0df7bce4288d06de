/**
 * How many times more CPU ten times the count takes: about 10 if the work grows with the count, about 100
 * if with its square. Other processes do not change it.
 */
export function workRatio(work: (count: number) => unknown, count: number): number {
	work(count);
	return (
		leastWork(() => work(10 * count)) /
		Math.max(
			500,
			leastWork(() => work(count)),
		)
	);
}

/** @returns microseconds of CPU, the least of three runs */
function leastWork(work: () => unknown): number {
	const runs = [1, 2, 3].map(() => {
		const before = process.cpuUsage();
		work();
		const {user, system} = process.cpuUsage(before);
		return user + system;
	});
	return Math.min(...runs);
}
