const { defineConfig, devices } = require('@playwright/test');

module.exports = defineConfig({
    testDir: './e2e',
    reporter: 'list',
    projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
});
