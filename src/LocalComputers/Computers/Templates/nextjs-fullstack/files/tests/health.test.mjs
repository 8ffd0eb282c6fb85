import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GET } from '../app/api/health/route.js';

test('the health route says ok', async () => {
    const response = GET();

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: 'ok' });
});
