using Microsoft.Playwright;

namespace Flapjack.AppPlatform.Tests.Browsing;

/// <summary>A window of the browser, with what a user does in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => Note(error);
        page.Console += (_, message) => Note(message.Type == "error" ? message.Text : null);
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the scripts, and what the page's policy blocked.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    public ILocator AppStatus => Page.Locator("[data-pill=app]");

    public ILocator ComputerStatus => Page.Locator("[data-pill=computer]");

    public ILocator RunTests => Page.GetByRole(AriaRole.Button, new() { Name = "Run tests" });

    public ILocator Output => Page.GetByLabel("Output of the tests");

    public ILocator Outcome => Page.Locator("[data-outcome]");

    public ILocator Webhooks => Page.Locator("[data-webhooks] li");

    /// <summary>Why the computer could not be set up.</summary>
    public ILocator Failure => Page.Locator("[data-failure]");

    public ILocator Delete => Page.GetByRole(AriaRole.Button, new() { Name = "Delete app…" });

    public async Task CreateAsync(string name, string template = "blank")
    {
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Template").SelectOptionAsync(template);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create app" }).ClickAsync();
    }

    public async Task CreateReadyAsync(string name)
    {
        await CreateAsync(name);
        await Assertions.Expect(AppStatus).ToHaveTextAsync("Ready");
        await Assertions.Expect(RunTests).ToBeEnabledAsync();
    }

    /// <summary>Goes on with the Tab key until something has the focus.</summary>
    public async Task TabToAsync(ILocator target)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The Tab key does not lead to {target}.");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Note(string? error)
    {
        if (error is not null)
        {
            lock (_errors)
            {
                _errors.Add(error);
            }
        }
    }
}
