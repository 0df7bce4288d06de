import { Migration } from '@mikro-orm/migrations';

// Generated: sqlite 2ac7f06c5b5a.
export default class extends Migration {
  override name = 'books.0001_initial';
  static dependencies = [];

  override up() {
    this.addSql(`create table \`books_book\` (\`id\` integer not null primary key autoincrement, \`isbn\` text not null, \`title\` text not null, \`author\` text not null);`);
    this.addSql(`create unique index \`books_book_isbn_unique\` on \`books_book\` (\`isbn\`);`);
  }

  override down() {
    this.addSql(`drop table if exists \`books_book\`;`);
  }
}
