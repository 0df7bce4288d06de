/** Asks the person at the terminal. Every question rejects with CommandError `interrupted` on ^C and ^D. */
export interface Prompt {
	/** Any text, on one line. */
	text(question: string): Promise<string>;
	/** Text that is not echoed. */
	secret(question: string): Promise<string>;
	/** Asks again until it hears yes or no; nothing means `fallback`. */
	confirm(question: string, fallback?: boolean): Promise<boolean>;
	/** Asks again until it hears one of 1…n. @returns the index of the choice, from 0 */
	choose(question: string, choices: string[]): Promise<number>;
}
