/** An application that listens. */
export interface RunningApplication {
	/** Whether templates are read at each request, so that editing one needs no reload. */
	readsTemplates: boolean;
	/** Closes what the server uses: a database, a program. */
	close(deadline: number): Promise<void>;
}
