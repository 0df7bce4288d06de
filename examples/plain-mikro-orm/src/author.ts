import {Collection} from '@mikro-orm/core';
import {Entity, OneToMany, PrimaryKey, Property} from '@mikro-orm/decorators/es';
import {Book} from './book.js';

@Entity()
export class Author {
	@PrimaryKey({type: 'integer'})
	id!: number;

	@Property({type: 'string', unique: true})
	name!: string;

	@OneToMany(
		() => Book,
		book => book.author,
	)
	books = new Collection<Book>(this);
}
