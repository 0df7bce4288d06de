import {Entity, ManyToOne, PrimaryKey, Property} from '@mikro-orm/decorators/es';
import {Author} from './author.js';

@Entity()
export class Book {
	@PrimaryKey({type: 'integer'})
	id!: number;

	@Property({type: 'string'})
	title!: string;

	@Property({type: 'integer', nullable: true})
	year?: number;

	@ManyToOne(() => Author)
	author!: Author;
}
