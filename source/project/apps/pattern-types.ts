/** What each converter of a pattern makes of its part of the URL. */
interface Converted {
	int: number;
	str: string;
	slug: string;
	uuid: string;
	path: string;
}

/**
 * The parameters of a pattern, by name.
 * @example PathParameters<'/books/<int:id>/'> is {id: number}
 * @example PathParameters<'/books/:isbn'> is {isbn: string}
 */
export type PathParameters<Pattern extends string> = string extends Pattern
	? any
	: {[Name in keyof InPattern<Pattern>]: InPattern<Pattern>[Name]};

type InPattern<Text extends string> =
	Text extends `${infer Before}{${infer Optional}}${infer After}`
		? InPattern<Before> & Partial<InPattern<Optional>> & InPattern<After>
		: Text extends `${infer Before}<${infer Parameter}>${infer After}`
			? InText<Before> & OfConverter<Parameter> & InPattern<After>
			: InText<Text>;

type OfConverter<Text extends string> = Text extends `${infer Converter}:${infer Name}`
	? {[K in Name]: Converter extends keyof Converted ? Converted[Converter] : unknown}
	: {[K in Text]: string};

/** `:name` and `*name`, in the syntax of @koa/router. */
type InText<Text extends string> = Text extends `${infer Before}*${infer After}`
	? InText<Before> & {[K in NameIn<After>]: string} & InText<After>
	: Text extends `${string}:${infer After}`
		? {[K in NameIn<After>]: string} & InText<After>
		: unknown;

type NameIn<
	Text extends string,
	Name extends string = '',
> = Text extends `${infer First}${infer Rest}`
	? Lowercase<First> extends Letter
		? NameIn<Rest, `${Name}${First}`>
		: Name
	: Name;

type Letter = CharacterOf<'abcdefghijklmnopqrstuvwxyz0123456789_$'>;

type CharacterOf<Text extends string> = Text extends `${infer First}${infer Rest}`
	? First | CharacterOf<Rest>
	: never;
