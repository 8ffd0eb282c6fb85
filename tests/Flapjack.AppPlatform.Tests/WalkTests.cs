using System.Text.RegularExpressions;
using Flapjack.AppPlatform.Tests.Browsing;
using Flapjack.AppPlatform.Tests.Machine;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Flapjack.AppPlatform.Tests;

/// <summary>The guide, walked in a browser on the backend inside the sample.</summary>
public sealed class WalkTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly SampleHome _home = new();

    public void Dispose() => _home.Dispose();

    [FactWithBrowser]
    public async Task An_app_is_created_becomes_ready_is_tested_live_and_is_deleted()
    {
        _home.HoldPauses();
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);
        await Expect(visit.Page.GetByText("No apps yet.")).ToBeVisibleAsync();

        await visit.CreateReadyAsync("Grocery Tracker");
        await Expect(visit.Webhooks).ToContainTextAsync(["bootstrap.succeeded"]);
        await Expect(visit.ComputerStatus).ToHaveTextAsync("Ready");

        await visit.RunTests.ClickAsync();
        await Expect(visit.Output).ToContainTextAsync("ok 1 - the computer has a kernel");
        await Expect(visit.Output).Not.ToContainTextAsync("ok 4");
        await Expect(visit.Outcome).ToHaveTextAsync("Running…");
        await Expect(visit.RunTests).ToHaveAttributeAsync("aria-busy", "true");
        _home.GoOn();
        await Expect(visit.Output).ToContainTextAsync("ok 4 - what was written is still there");
        await Expect(visit.Outcome).ToHaveTextAsync(new Regex(@"^Last run: passed in \d+\.\d s\.$"));

        await visit.Page.ReloadAsync();
        await Expect(visit.Outcome).ToContainTextAsync("passed");

        await visit.Delete.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText("No apps yet.")).ToBeVisibleAsync();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task The_whole_walk_can_be_done_with_the_keyboard_alone()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);
        var keyboard = visit.Page.Keyboard;

        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" }));
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();

        await visit.TabToAsync(visit.Page.GetByLabel("Name"));
        await keyboard.TypeAsync("By keyboard");
        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Create app" }));
        await keyboard.PressAsync("Enter");
        await Expect(visit.RunTests).ToBeEnabledAsync();

        await visit.TabToAsync(visit.RunTests);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Outcome).ToContainTextAsync("passed");
        await Expect(visit.RunTests).ToBeFocusedAsync();

        await visit.TabToAsync(visit.Delete);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visit.Delete).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }));
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByText("No apps yet.")).ToBeVisibleAsync();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_test_that_fails_is_shown_as_failed_and_its_output_as_text()
    {
        _home.Stub("uname", "echo '<img src=x onerror=\"window.pwned = true\">' >&2; exit 1");
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);
        await visit.CreateReadyAsync("Fails");

        await visit.RunTests.ClickAsync();

        await Expect(visit.Outcome).ToContainTextAsync("failed with exit code 1");
        await Expect(visit.Output).ToContainTextAsync("not ok 1 - the computer has a kernel");
        await Expect(visit.Output).ToContainTextAsync("<img src=x onerror=\"window.pwned = true\">");
        (await visit.Page.EvaluateAsync<bool>("'pwned' in window")).Should().BeFalse();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_setup_that_fails_is_shown_as_failed_with_its_exit_code_and_why()
    {
        // The sample itself is found by its path, and so is bash.
        _home.SearchPath = "/nowhere";
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);

        await visit.CreateAsync("Crab", "rust-cargo");

        await Expect(visit.AppStatus).ToHaveTextAsync("Failed, exit code 127");
        await Expect(visit.Webhooks).ToContainTextAsync(["bootstrap.failed"]);
        await Expect(visit.ComputerStatus).ToHaveTextAsync("Error");
        await Expect(visit.RunTests).ToBeDisabledAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Set up its computer again" })).ToBeVisibleAsync();
        await Expect(visit.Failure).ToContainTextAsync("needs 'cargo'");
        await visit.Page.ReloadAsync();
        await Expect(visit.Failure).ToContainTextAsync("needs 'cargo'");
        visit.Errors.Should().BeEmpty();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "What its setup said" }).ClickAsync();
        await Expect(visit.Page.GetByText("needs 'cargo'")).ToBeVisibleAsync();
    }

    [FactWithBrowser]
    public async Task Every_time_is_written_in_one_way_whatever_the_browsers_language_and_zone()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program, locale: "de-DE", timeZone: "Asia/Tokyo");
        await visit.CreateReadyAsync("Grocery Tracker");
        await Expect(visit.Failure).ToBeHiddenAsync();
        await visit.RunTests.ClickAsync();
        await Expect(visit.Outcome).ToContainTextAsync("passed");
        await Expect(visit.Page.Locator("[data-fact=used]")).Not.ToHaveTextAsync("–");

        var times = await visit.Page.Locator("time, [data-fact=used]").AllInnerTextsAsync();

        times.Should().HaveCountGreaterThanOrEqualTo(3).And.AllSatisfy(time => time.Should().MatchRegex(@"^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d:\d\d UTC$"));
        var created = DateTimeOffset.Parse((await visit.Page.Locator("time").First.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        var used = DateTime.ParseExact(await visit.Page.Locator("[data-fact=used]").InnerTextAsync(), "d MMM yyyy, HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
        (used - created.UtcDateTime).Duration().Should().BeLessThan(TimeSpan.FromHours(1), "both are in the same zone");
    }

    [FactWithBrowser]
    public async Task A_blank_name_is_refused_beside_the_field()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);

        await visit.CreateAsync("   ");

        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give the app a name." })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Name")).ToBeFocusedAsync();
        await Expect(visit.Page.GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Page.GetByText("No apps yet.")).ToBeVisibleAsync();
    }

    [FactWithBrowser]
    public async Task What_Flapjack_refuses_is_shown_in_the_form_which_keeps_what_was_typed()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);
        await visit.Page.Locator("#template option").First.EvaluateAsync("option => option.value = 'nope'");

        await visit.CreateAsync("Grocery Tracker", "nope");

        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "template must be one of" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Name")).ToHaveValueAsync("Grocery Tracker");
        await Expect(visit.Page.GetByText("No apps yet.")).ToBeVisibleAsync();
    }

    [FactWithBrowser]
    public async Task HTML_in_an_apps_name_is_shown_as_text()
    {
        const string Name = "<img src=x onerror=window.pwned=1></h1><script>window.pwned=1</script>\"'&amp;";
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);

        await visit.CreateReadyAsync(Name);

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync(Name);
        await Expect(visit.Page).ToHaveTitleAsync(Name);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "All apps" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = Name })).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<bool>("'pwned' in window")).Should().BeFalse();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task On_a_narrow_screen_nothing_scrolls_sideways()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program, width: 360);
        await WidthAsync(visit, "the empty front page");

        await visit.CreateReadyAsync(new string('W', 80));
        await visit.RunTests.ClickAsync();
        await Expect(visit.Outcome).ToContainTextAsync("passed");
        await visit.Page.GetByText("Test command").ClickAsync();
        await WidthAsync(visit, "the page of an app");

        await visit.Delete.ClickAsync();
        await WidthAsync(visit, "the dialog");
        await visit.Page.GotoAsync("/");
        await WidthAsync(visit, "the list");
    }

    [FactWithBrowser]
    public async Task The_front_page_learns_of_the_webhook_by_itself()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        await using var visit = await chromium.VisitAsync(program);
        // As a browser that has rendered the list at the moment before the webhook.
        await visit.CreateReadyAsync("Grocery Tracker");
        await visit.Page.RouteAsync("**/", async route =>
        {
            var page = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = page, Body = (await page.TextAsync()).Replace(">Ready</span>", ">Provisioning…</span>", StringComparison.Ordinal) });
        });

        await visit.Page.GotoAsync("/");

        await Expect(visit.Page.GetByRole(AriaRole.List, new() { Name = "Apps" }).GetByRole(AriaRole.Status)).ToHaveTextAsync("Ready");
        visit.Errors.Should().BeEmpty();
    }

    private static async Task WidthAsync(Visit visit, string what)
    {
        var width = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        width.Should().BeLessThanOrEqualTo(360, "{0} must fit", what);
    }
}
