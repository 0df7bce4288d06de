import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import {sectionOf, withLetters} from '../../../source/dashboard/components/field-section.ts';
import {measureWith, widthOf} from '../../../source/dashboard/drawing/cells.ts';

measureWith(stringWidth);

/** What eight columns show; the cursor is `|`, free columns are `_`. */
function shown(letters: string[], cursor?: number): string {
	const section = sectionOf(letters, 8, {cursor, isFocused: true});
	const drawn = `${'x'.repeat(letters.length)}${cursor === undefined ? '|' : ''}`;
	return section.before + withLetters(drawn, letters, section) + '_'.repeat(section.free);
}

test('the end of a long text is visible, or else the cursor', () => {
	assert.equal(shown([...'abc']), 'abc|____');
	assert.equal(shown([...'abc'], 1), 'abc_____');
	assert.equal(shown([...'abcdefghij']), 'defghij|');
	assert.equal(shown([...'abcdefghij'], 3), 'defghij_');
	assert.equal(shown([...'abcdefghij'], 1), 'bcdefghi');
});

test('a wide letter is never cut in half', () => {
	assert.equal(shown([...'漢字仮名']), ' 字仮名|');
	assert.equal(shown([...'a漢字仮名']), ' 字仮名|');
	for (const text of ['a漢字仮名交じり', '👨‍👩‍👧👨‍👩‍👧ab👨‍👩‍👧👨‍👩‍👧']) {
		const letters = Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment);
		assert.equal(widthOf(shown(letters)), 8, text);
		for (const cursor of letters.keys()) assert.ok(widthOf(shown(letters, cursor)) <= 8);
	}
});

test('colours of the input stay where they are', () => {
	const section = sectionOf(['é', '👨‍👩‍👧'], 8, {cursor: 1, isFocused: true});
	const drawn = 'x\u001B[7mx\u001B[27m';
	assert.equal(withLetters(drawn, ['é', '👨‍👩‍👧'], section), 'é\u001B[7m👨‍👩‍👧\u001B[27m');
});
