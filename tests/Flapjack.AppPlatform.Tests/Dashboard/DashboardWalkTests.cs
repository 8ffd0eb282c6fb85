using System.Globalization;
using Flapjack.AppPlatform.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Flapjack.AppPlatform.Tests.Dashboard;

/// <summary>The pages of the backend itself, in a browser.</summary>
public sealed class DashboardWalkTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Hostile = "<img src=x onerror=\"window.pwned=1\">";

    [FactWithBrowser]
    public async Task The_link_opens_the_overview_once_and_leaves_no_token_in_the_address()
    {
        await using var world = await DashboardWorld.StartAsync();
        await using var visit = await VisitAsync(world);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What happens inside" })).ToBeVisibleAsync();
        new Uri(visit.Page.Url).PathAndQuery.Should().Be("/");
        visit.Errors.Should().BeEmpty();

        await using var other = await VisitAsync(world, usedLink: world.Backend.DashboardAddress!.PathAndQuery);
        await Expect(other.Page.GetByText("makes a new link")).ToBeVisibleAsync();
    }

    [FactWithBrowser]
    public async Task The_output_of_a_command_grows_while_it_runs_and_its_outcome_appears_by_itself()
    {
        await using var world = await DashboardWorld.StartAsync();
        await using var command = await world.RunHeldAsync($"printf '\\033[31mfirst\\033[0m {Hostile}\\n'", "echo second; exit 3");
        await using var visit = await VisitAsync(world);
        await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("first") }).ClickAsync();
        var output = visit.Page.GetByRole(AriaRole.Log, new() { Name = "Output" });

        await Expect(output).ToContainTextAsync($"first {Hostile}");
        await Expect(output.Locator(".c1")).ToHaveTextAsync("first");
        await Expect(visit.Page.Locator("#outcome")).ToHaveTextAsync("running");
        await Expect(output).Not.ToContainTextAsync("second");
        command.GoOn();

        await Expect(output).ToContainTextAsync("second");
        await Expect(visit.Page.Locator("#outcome")).ToHaveTextAsync("exit 3");
        (await visit.Page.EvaluateAsync<bool>("'pwned' in window")).Should().BeFalse();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_list_learns_of_what_is_new_by_itself()
    {
        await using var world = await DashboardWorld.StartAsync();
        await using var visit = await VisitAsync(world);
        await visit.Page.GotoAsync("/dashboard/agents");
        await Expect(visit.Page.GetByText("newcomer")).ToBeHiddenAsync();

        await world.Client.CreateAgentAsync(new() { Name = "newcomer" });

        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "newcomer" })).ToBeVisibleAsync();
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task Send_again_adds_an_attempt_and_works_by_keyboard()
    {
        await using var world = await DashboardWorld.StartAsync();
        await world.WebhookAsync();
        await using var visit = await VisitAsync(world);
        var attempts = visit.Page.Locator("#attempts tbody tr");

        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" }));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "bootstrap.succeeded" }));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(attempts).ToHaveCountAsync(1);
        await visit.TabToAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send again" }));
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(attempts).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("#state")).ToHaveTextAsync("delivered");
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task On_a_narrow_screen_no_page_scrolls_sideways()
    {
        await using var world = await DashboardWorld.StartAsync();
        var paths = await world.FillAsync();
        await using var visit = await VisitAsync(world, width: 390);

        foreach (var path in paths)
        {
            await visit.Page.GotoAsync(path);
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390, path);
            await PictureAsync(visit, "390-light", path);
        }

        visit.Errors.Where(error => !IsRefusal(error)).Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task The_pages_are_dark_or_light_as_the_browser_wants_it_and_can_be_read_in_both()
    {
        await using var world = await DashboardWorld.StartAsync();
        var paths = await world.FillAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            world.Backend.CreateDashboardAddress();
            await using var visit = await VisitAsync(world, scheme: scheme);
            foreach (var path in paths)
            {
                await visit.Page.GotoAsync(path);
                (await visit.Page.EvaluateAsync<double>(LeastContrast)).Should().BeGreaterThan(4.5, $"a text on {path} must be read in {scheme}");
                await PictureAsync(visit, $"1280-{scheme}", path);
            }

            var paper = await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            paper.Should().Be(scheme == ColorScheme.Dark ? "rgb(23, 22, 19)" : "rgb(250, 248, 244)");
            visit.Errors.Where(error => !IsRefusal(error)).Should().BeEmpty();
        }
    }

    // The least contrast of a text to the first ground behind it that is not transparent.
    private const string LeastContrast =
        """
        () => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = (color) => color.slice(0, 3).map((part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
          const ground = (element) => { for (; element; element = element.parentElement) { const color = rgba(getComputedStyle(element).backgroundColor); if (color[3] > 250) return color; } return [255, 255, 255]; };
          return Math.min(...[...document.querySelectorAll("main *")].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !element.disabled)
            .map((element) => { const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); }));
        }
        """;

    // Of the pages that say that there is nothing, or that a link is used up, the browser itself tells the status.
    private static bool IsRefusal(string error) => error.Contains("the server responded with a status of 40", StringComparison.Ordinal);

    // For whoever wants to look: DASHBOARD_PICTURES names a folder.
    private static async Task PictureAsync(Visit visit, string kind, string path)
    {
        if (Environment.GetEnvironmentVariable("DASHBOARD_PICTURES") is { Length: > 0 } folder)
        {
            var name = string.Concat(path.Split('?')[0].Select(character => char.IsLetterOrDigit(character) ? character : '_'));
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}{name}.png")), FullPage = true });
        }
    }

    /// <summary>Opens a link, by default the newest one, and waits for the overview unless the link is used up.</summary>
    private async Task<Visit> VisitAsync(DashboardWorld world, string? usedLink = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var visit = await chromium.VisitAsync(
            world.Backend.BaseAddress,
            usedLink ?? world.Backend.DashboardAddress!.PathAndQuery,
            new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(usedLink is null ? "What happens inside" : "This link opens nothing any more");
        return visit;
    }
}
