import type {Event} from '../../runs/events.ts';
import type {CommandLineOut} from '../commands/command.ts';
import {QuestionForm} from './question-form.ts';

/** The events of one makemigrations: the files it writes or would write, and its question. */
export class MadeMigrations {
	/** Has to be answered before anything is written. */
	question: QuestionForm | undefined;
	failure: {message: string; hint?: string; reason?: string} | undefined;
	readonly files: Extract<Event, {type: 'migration-written'}>[] = [];

	take(event: CommandLineOut): void {
		if (event.type === 'migration-written') this.files.push(event);
		else if (event.type === 'question') this.question ??= new QuestionForm(event);
		else if (event.type === 'error') this.failure = event;
	}
}
