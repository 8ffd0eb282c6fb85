using System.Net;
using System.Text;
using Flapjack.AppPlatform.Tests.Browsing;
using Flapjack.AppPlatform.Tests.Machine;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using static Microsoft.Playwright.Assertions;

namespace Flapjack.AppPlatform.Tests;

/// <summary>The sample as a platform of the service, with an account: here a backend of the test's, which also decides when a webhook comes.</summary>
public sealed class ServiceTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private readonly SampleHome _home = new();
    private readonly FaultPlan _faults = new();
    private FlapjackBackend _backend = null!;
    private SampleProgram _program = null!;

    public async Task InitializeAsync()
    {
        _home.HoldPauses();
        // Without our additions, as the service documents itself: a stream that breaks can't be taken up again.
        _backend = await FlapjackBackend.StartAsync(new() { AllowLoopbackWebhooks = true, ComputerPath = _home.SearchPath, Faults = _faults, Extensions = false });
        _program = await SampleProgram.StartAsync(
            _home,
            ("FLAPJACK_API_KEY", _backend.ApiKey),
            ("FLAPJACK_BASE_URL", _backend.BaseAddress.OriginalString),
            ("FLAPJACK_WEBHOOK_SECRET", _backend.WebhookSecret),
            // Nobody is there: the webhooks come from the test.
            ("PUBLIC_URL", "http://127.0.0.1:1"));
    }

    public async Task DisposeAsync()
    {
        await _program.DisposeAsync();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();

    [FactWithBrowser]
    public async Task An_app_is_provisioning_until_a_genuine_webhook_says_otherwise()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await visit.CreateAsync("Grocery Tracker");
        // The computer is ready, and this platform does not act on it.
        await Expect(visit.ComputerStatus).ToHaveTextAsync("Ready");
        await Expect(visit.AppStatus).ToHaveTextAsync("Provisioning…");
        await Expect(visit.RunTests).ToBeDisabledAsync();

        (await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0, secret: "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==")).Should().Be(HttpStatusCode.Unauthorized);
        await visit.Page.ReloadAsync();
        await Expect(visit.AppStatus).ToHaveTextAsync("Provisioning…");

        (await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0)).Should().Be(HttpStatusCode.OK);
        await Expect(visit.AppStatus).ToHaveTextAsync("Ready");
        await Expect(visit.RunTests).ToBeEnabledAsync();
        await Expect(visit.Webhooks).ToHaveCountAsync(1);
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_computer_that_is_gone_is_shown_and_can_be_set_up_again()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);

        await SendWebhookAsync(visit, "computer.idled");
        await _backend.Computers.DestroyAsync(await AgentIdAsync(visit));
        await SendWebhookAsync(visit, "computer.destroyed");
        await visit.Page.ReloadAsync();

        await Expect(visit.AppStatus).ToHaveTextAsync("Computer gone");
        await Expect(visit.ComputerStatus).ToHaveTextAsync("Destroyed");
        await Expect(visit.Webhooks).ToContainTextAsync(["bootstrap.succeeded", "computer.idled", "computer.destroyed"]);
        await Expect(visit.RunTests).ToBeDisabledAsync();

        await visit.Page.GetByText("Set up its computer again").ClickAsync();
        await Expect(visit.AppStatus).ToHaveTextAsync("Provisioning…");
        await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0);
        await Expect(visit.AppStatus).ToHaveTextAsync("Ready");
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_late_webhook_about_an_earlier_bootstrap_changes_nothing()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);
        var firstRun = await RunIdAsync(visit);
        await _backend.Computers.DestroyAsync(await AgentIdAsync(visit));
        await SendWebhookAsync(visit, "computer.destroyed");
        await visit.Page.ReloadAsync();
        await visit.Page.GetByText("Set up its computer again").ClickAsync();
        await Expect(visit.AppStatus).ToHaveTextAsync("Provisioning…");

        (await SendWebhookAsync(visit, "bootstrap.failed", exitCode: 1, run: firstRun)).Should().Be(HttpStatusCode.OK);
        (await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0, run: firstRun)).Should().Be(HttpStatusCode.OK);
        await visit.Page.ReloadAsync();
        await Expect(visit.Webhooks).ToHaveCountAsync(4);
        await Expect(visit.AppStatus).ToHaveTextAsync("Provisioning…");

        (await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0, run: await RunIdAsync(visit, firstRun))).Should().Be(HttpStatusCode.OK);
        await SendWebhookAsync(visit, "bootstrap.failed", exitCode: 1, run: firstRun);
        // A sender that names no run has its clock.
        await SendWebhookAsync(visit, "bootstrap.failed", exitCode: 1, occurredAt: "2026-04-13T18:54:12.344Z");
        await SendWebhookAsync(visit, "computer.destroyed", occurredAt: "2026-04-13T18:00:00Z");
        await visit.Page.ReloadAsync();
        await Expect(visit.Webhooks).ToHaveCountAsync(8);
        await Expect(visit.AppStatus).ToHaveTextAsync("Ready");
        await Expect(visit.Page.GetByText("It came late, about an earlier computer, and changes nothing.")).ToHaveCountAsync(5);

        (await SendWebhookAsync(visit, "bootstrap.failed", exitCode: 1, run: await RunIdAsync(visit, firstRun))).Should().Be(HttpStatusCode.OK);
        await visit.Page.ReloadAsync();
        await Expect(visit.AppStatus).ToHaveTextAsync("Failed, exit code 1");
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task A_stream_that_breaks_is_shown_as_unknown_and_never_as_passed()
    {
        _home.GoOn();
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);
        _faults.Add(Fault.CutAfter(200), FaultTarget.Exec);

        await visit.RunTests.ClickAsync();

        await Expect(visit.Outcome).ToContainTextAsync("interrupted; its outcome is unknown");
        await visit.Page.ReloadAsync();
        await Expect(visit.Outcome).ToContainTextAsync("interrupted; its outcome is unknown");
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task So_is_one_that_breaks_between_the_platform_and_the_browser()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);
        await visit.Page.RouteAsync("**/tests", route => route.FulfillAsync(new() { Body = "{\"stdout\":\"ok 1\\n\"}\n{\"outcome\":\"passed\",\"lastRun\":\"Last" }));

        await visit.RunTests.ClickAsync();

        await Expect(visit.Output).ToHaveTextAsync("ok 1");
        await Expect(visit.Outcome).ToHaveTextAsync("Last run: interrupted; its outcome is unknown.");
    }

    [FactWithBrowser]
    public async Task A_command_that_is_refused_is_shown_with_the_reason()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);
        await _backend.Computers.DestroyAsync(await AgentIdAsync(visit));

        await visit.RunTests.ClickAsync();

        await Expect(visit.Outcome).ToContainTextAsync("did not run.");
        await Expect(visit.Outcome).ToContainTextAsync("SANDBOX_DESTROYED");
        visit.Errors.Should().BeEmpty();
    }

    [FactWithBrowser]
    public async Task Leaving_the_page_stops_the_command()
    {
        await using var visit = await chromium.VisitAsync(_program);
        await CreateReadyAsync(visit);
        var page = visit.Page.Url;
        await visit.RunTests.ClickAsync();
        await Expect(visit.Output).ToContainTextAsync("ok 1");
        Pauses().Should().NotBeEmpty();

        await visit.Page.GotoAsync("/");

        await Eventually.HoldsAsync(() => Pauses().Count == 0, "the command must end with the page");
        await visit.Page.GotoAsync(page);
        await Expect(visit.Outcome).ToHaveTextAsync("Last run: stopped, because the page was left.");
    }

    [FactWithBrowser]
    public async Task Neither_the_key_nor_the_secret_reaches_the_browser()
    {
        _home.GoOn();
        await using var visit = await chromium.VisitAsync(_program);
        var seen = new StringBuilder();
        await visit.Page.RouteAsync("**", async route =>
        {
            var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
            lock (seen)
            {
                seen.AppendLine(answer.Url).AppendJoin('\n', answer.Headers.Select(header => $"{header.Key}: {header.Value}"));
            }

            var body = await answer.TextAsync();
            lock (seen)
            {
                seen.AppendLine(body);
            }

            await route.FulfillAsync(new() { Response = answer });
        });

        await CreateReadyAsync(visit);
        await visit.RunTests.ClickAsync();
        await Expect(visit.Outcome).ToContainTextAsync("passed");
        _faults.Add(Fault.InternalServerError(), FaultTarget.Exec);
        await visit.RunTests.ClickAsync();
        await Expect(visit.Outcome).ToContainTextAsync("did not run.");
        await visit.Page.GotoAsync("/nowhere");

        string all;
        lock (seen)
        {
            all = seen.ToString();
        }

        all.Should().ContainAll("/computer/status", "ok 4", "<title>").And.NotContainAny(_backend.ApiKey, _backend.WebhookSecret, "fj_live_", "whsec_");
        _program.Signal("TERM");
        var (exitCode, output, error) = await _program.EndAsync();
        exitCode.Should().Be(0);
        (output + error).Should().NotContainAny(_backend.ApiKey, _backend.WebhookSecret);
    }

    /// <summary>The run of the computer's bootstrap. The status may be ten seconds old and tell the run before.</summary>
    private async Task<string?> RunIdAsync(Visit visit, string? before = null)
    {
        using var client = _backend.CreateClient();
        return (await client.WatchComputerStatusAsync(await AgentIdAsync(visit), Limit.Token)
            .FirstAsync(status => status.Computer?.Status == ComputerLifecycleStatus.Ready && status.Computer.BootstrapRunId != before, Limit.Token)).Computer!.BootstrapRunId;
    }

    private static async Task<string> AgentIdAsync(Visit visit)
    {
        await Expect(visit.Page.Locator("[data-fact=agent]")).Not.ToHaveTextAsync("–");
        return await visit.Page.Locator("[data-fact=agent]").InnerTextAsync();
    }

    // The stub of `sleep`, which the backend's computers run.
    private List<string> Pauses() =>
        [.. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains($"{_home.Folder}/tools/sleep", StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task CreateReadyAsync(Visit visit)
    {
        await visit.CreateAsync("Grocery Tracker");
        using var client = _backend.CreateClient();
        await client.WaitUntilComputerReadyAsync(await AgentIdAsync(visit), Limit.Token);
        await SendWebhookAsync(visit, "bootstrap.succeeded", exitCode: 0);
        await Expect(visit.RunTests).ToBeEnabledAsync();
    }

    /// <summary>Sends a webhook about the app that the page shows, as the service does.</summary>
    private async Task<HttpStatusCode> SendWebhookAsync(
        Visit visit, string name, int? exitCode = null, string? secret = null, string? run = null, string occurredAt = "2026-04-13T18:54:12.345Z")
    {
        var appId = visit.Page.Url.Split('/')[^1];
        var body = Encoding.UTF8.GetBytes($$"""
            {"event":"{{name}}","agentId":"{{await AgentIdAsync(visit)}}","orgId":"{{_backend.OrgId}}","externalAppId":"{{appId}}","sandboxId":"heyo-abc","bootstrapRunId":{{(run is null ? "null" : $"\"{run}\"")}},"exitCode":{{exitCode?.ToString() ?? "null"}},"occurredAt":"{{occurredAt}}"}
            """);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add("X-Flapjack-Event", name);
        content.Headers.Add("X-Flapjack-Signature", WebhookSignature.Compute(body, secret ?? _backend.WebhookSecret));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PostAsync(new Uri(_program.Address, "/api/flapjack/webhook"), content);
        return answer.StatusCode;
    }
}
