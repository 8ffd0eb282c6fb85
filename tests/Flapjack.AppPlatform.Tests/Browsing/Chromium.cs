using Flapjack.AppPlatform.Tests.Machine;
using Microsoft.Playwright;

namespace Flapjack.AppPlatform.Tests.Browsing;

/// <summary>One browser for all tests of a class; where none is installed, nothing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (InstalledBrowser.Path is not { } path)
        {
            return;
        }

        var patience = (float)Limit.Time.TotalMilliseconds;
        Assertions.SetDefaultExpectTimeout(patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
            Timeout = patience,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a window of its own, without cookies, at the front page.</summary>
    internal async Task<Visit> VisitAsync(SampleProgram program, int width = 900, string? locale = null, string? timeZone = null)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = program.Address.OriginalString,
            ViewportSize = new() { Width = width, Height = 800 },
            Locale = locale,
            TimezoneId = timeZone,
        });
        context.SetDefaultTimeout((float)Limit.Time.TotalMilliseconds);
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync("/");
        return visit;
    }
}
