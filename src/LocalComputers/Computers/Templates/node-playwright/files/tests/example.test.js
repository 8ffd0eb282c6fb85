const assert = require('node:assert/strict');
const { test } = require('node:test');

test('a URL takes itself apart', () => {
    const url = new URL('https://example.com/search?q=flapjack');

    assert.equal(url.searchParams.get('q'), 'flapjack');
});
