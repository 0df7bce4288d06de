/** Asks the user. Every question rejects with CommandError `interrupted` on ^C and ^D. */
export interface Prompt {
	/** Any single line. */
	text(question: string): Promise<string>;
	/** Text that is not echoed. */
	secret(question: string): Promise<string>;
	/** Repeats until the answer is yes or no; an empty one means `fallback`. */
	confirm(question: string, fallback?: boolean): Promise<boolean>;
	/** Repeats until the answer is one of 1…n. @returns the index of the choice, from 0 */
	choose(question: string, choices: string[]): Promise<number>;
}
