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
    internal Task<Visit> VisitAsync(SampleProgram program, int width = 900, string? locale = null, string? timeZone = null) =>
        VisitAsync(program.Address, "/", new() { ViewportSize = new() { Width = width, Height = 800 }, Locale = locale, TimezoneId = timeZone });

    /// <summary>The same, at another page and with what a browser can be told.</summary>
    /// <param name="address">The address of the server.</param>
    /// <param name="path">The path of the first page.</param>
    /// <param name="options">What the browser is told.</param>
    internal async Task<Visit> VisitAsync(Uri address, string path, BrowserNewContextOptions options)
    {
        options.BaseURL = address.OriginalString;
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout((float)Limit.Time.TotalMilliseconds);
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync(path);
        return visit;
    }
}
