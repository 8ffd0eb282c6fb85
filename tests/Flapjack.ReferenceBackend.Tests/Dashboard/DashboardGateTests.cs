using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>Who may see the pages, and who may press a button on them.</summary>
public sealed class DashboardGateTests
{
    private static readonly string[] Pages =
    [
        "/", "/dashboard/agents", "/dashboard/agents/a1", "/dashboard/agents/a1/bootstrap", "/dashboard/agents/a1/bootstrap/live", "/dashboard/agents/a1/bootstrap/output",
        "/dashboard/agents/a1/commands/e1", "/dashboard/agents/a1/commands/e1/live", "/dashboard/agents/a1/commands/e1/output", "/dashboard/webhooks", "/dashboard/webhooks/w1",
        "/dashboard/chats", "/dashboard/chats/c1", "/dashboard/traces", "/dashboard/traces/t1", "/dashboard/runs", "/dashboard/runs/r1", "/dashboard/audit", "/dashboard/faults",
        "/dashboard/no-such-page",
    ];

    [Fact]
    public async Task The_pages_are_off_unless_they_are_asked_for()
    {
        await using var server = await TestBackend.StartAsync();

        server.Backend.DashboardAddress.Should().BeNull();
        server.Backend.Invoking(backend => backend.CreateDashboardAddress()).Should().Throw<InvalidOperationException>().WithMessage("*Dashboard = true*");
        (await TestBackend.SendAsync(server.Anonymous, HttpMethod.Get, "/")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await server.GetAsync("/dashboard/files/page.css")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_pages_need_a_port()
    {
        var start = () => FlapjackBackend.StartAsync(new() { Dashboard = true, Port = null });

        await start.Should().ThrowAsync<ArgumentException>().WithMessage("Dashboard needs a Port*");
    }

    [Fact]
    public async Task No_page_opens_without_the_link_and_the_refusal_says_what_to_do()
    {
        await using var browser = await DashboardBrowser.StartClosedAsync();
        foreach (var path in Pages)
        {
            var answer = await browser.GetAsync(path);

            answer.Status.Should().Be(401, path);
            answer.ContentType.Should().Be("text/html; charset=utf-8", path);
            answer.Body.Should().Contain("CreateDashboardAddress()").And.Contain("flapjack serve", path);
        }
    }

    [Fact]
    public async Task A_key_of_the_API_opens_no_page()
    {
        await using var browser = await DashboardBrowser.StartClosedAsync();

        (await browser.Server.GetAsync("/dashboard/agents")).Status.Should().Be(401);
    }

    [Fact]
    public async Task The_link_opens_the_pages_for_one_browser_once()
    {
        await using var browser = await DashboardBrowser.StartClosedAsync();
        var link = browser.Backend.DashboardAddress!;

        var opened = await browser.GetAsync(link.PathAndQuery);
        using var other = browser.NewClient();
        var second = await TestBackend.SendAsync(other, HttpMethod.Get, link.PathAndQuery);

        link.Host.Should().Be("127.0.0.1");
        opened.Status.Should().Be(200);
        opened.Headers.GetValues("Set-Cookie").Should().ContainSingle().Which.ToLowerInvariant().Should()
            .Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/").And.NotContain("expires");
        (await browser.GetAsync("/")).Status.Should().Be(200);
        second.Status.Should().Be(403);
        second.Body.Should().Contain("opens once").And.Contain("CreateDashboardAddress()");
        second.Headers.Contains("Set-Cookie").Should().BeFalse();
        (await TestBackend.SendAsync(other, HttpMethod.Get, "/")).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_new_link_takes_the_place_of_the_one_before_and_leaves_open_browsers_open()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var first = browser.Backend.CreateDashboardAddress();
        var second = browser.Backend.CreateDashboardAddress();
        using var other = browser.NewClient();

        browser.Backend.DashboardAddress.Should().Be(second).And.NotBe(first);
        (await TestBackend.SendAsync(other, HttpMethod.Get, first.PathAndQuery)).Status.Should().Be(403);
        (await TestBackend.SendAsync(other, HttpMethod.Get, second.PathAndQuery)).Status.Should().Be(200);
        (await TestBackend.SendAsync(other, HttpMethod.Get, "/")).Status.Should().Be(200);
        (await browser.GetAsync("/")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    public async Task A_browser_that_fetches_ahead_does_not_use_the_link_up(string header, string value)
    {
        await using var browser = await DashboardBrowser.StartClosedAsync();
        var link = browser.Backend.DashboardAddress!.PathAndQuery;

        (await browser.GetAsync(link, (header, value))).Status.Should().Be(204);

        (await browser.GetAsync(link)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:80")]
    [InlineData("flapjack.invalid")]
    public async Task A_name_that_only_leads_to_this_machine_gets_neither_a_page_nor_the_link_nor_a_file(string host)
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var link = browser.Backend.CreateDashboardAddress().PathAndQuery;

        foreach (var path in new[] { "/", link, "/dashboard/files/page.js", "/dashboard/agents/a1/commands/e1/live" })
        {
            var answer = await browser.GetAsync(path, ("Host", host));
            answer.Status.Should().Be(403, path);
            answer.Body.Should().Contain("127.0.0.1 or localhost");
        }

        (await browser.GetAsync(link)).Status.Should().Be(200, "the refused request has not used it up");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_button_of_another_site_changes_nothing(string? origin)
    {
        await using var browser = await DashboardBrowser.StartAsync();
        (string, string)[] headers = origin is null ? [] : [("Origin", origin)];

        foreach (var path in new[] { "/dashboard/webhooks/msg_1/send", "/dashboard/audit/check" })
        {
            var answer = await browser.PostAsync(path, headers);
            answer.Status.Should().Be(403, path);
            answer.Body.Should().Contain("Nothing was changed");
        }

        (await browser.PressAsync("/dashboard/audit/check")).Status.Should().Be(303);
    }

    [Fact]
    public async Task No_button_works_without_the_link()
    {
        await using var browser = await DashboardBrowser.StartClosedAsync();

        (await browser.PressAsync("/dashboard/audit/check")).Status.Should().Be(401);
        (await browser.PressAsync("/dashboard/webhooks/msg_1/send")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Nothing_but_the_files_of_this_backend_runs_in_a_page()
    {
        await using var browser = await DashboardBrowser.StartAsync();

        var answer = await browser.GetAsync("/");

        answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which.Should()
            .Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Body.Should().NotContainAny("style=", "onclick", "<script>", "javascript:");
    }

    [Fact]
    public async Task The_API_answers_as_it_does_without_pages()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        await using var without = await TestBackend.StartAsync();
        var server = browser.Server;

        foreach (var path in new[] { "/api/agents", "/openapi.json", "/api/nothing", "/nothing" })
        {
            var (with, plain) = (await server.GetAsync(path), await without.GetAsync(path));
            // The description of the API names its address.
            (with.Status, with.Body.Replace(browser.Origin, without.Backend.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)).Should().Be((plain.Status, plain.Body), path);
        }

        (await TestBackend.SendAsync(server.Anonymous, HttpMethod.Get, "/nothing")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await TestBackend.SendAsync(server.Anonymous, HttpMethod.Post, "/", "{}")).ShouldBeRefused(401, "UNAUTHORIZED");
    }
}
