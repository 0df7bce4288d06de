/** An application that was made to listen. */
export interface RunningApplication {
	/** Anew at each request, so that an edited template needs no fresh process. */
	readsTemplates: boolean;
	/** Closes what stands behind the server: a database, a program. */
	close(deadline: number): Promise<void>;
}
