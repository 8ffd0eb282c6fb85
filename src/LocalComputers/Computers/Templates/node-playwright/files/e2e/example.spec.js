const { test, expect } = require('@playwright/test');

test('a button answers a click', async ({ page }) => {
    await page.setContent('<button onclick="this.textContent = \'Thanks\'">Click me</button>');

    await page.getByRole('button').click();

    await expect(page.getByRole('button')).toHaveText('Thanks');
});
