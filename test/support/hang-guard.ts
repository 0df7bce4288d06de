/**
 * Loaded before each test file. A child or socket that a failed test leaves behind keeps the file's
 * process alive, and `--test-timeout` is about tests only: without an end here the whole run hangs.
 */
const longest = 6 * 60_000;

if (process.env.NODE_TEST_CONTEXT)
	setTimeout(() => {
		console.error(
			`${process.argv[1]} still runs after ${longest} ms: ${process.getActiveResourcesInfo()}`,
		);
		process.exit(1);
	}, longest).unref();
