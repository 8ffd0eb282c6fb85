using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Flapjack.AppPlatform.Tests.Machine;

namespace Flapjack.AppPlatform.Tests;

/// <summary>The sample as a program, without a browser.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly SampleHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Its_front_page_comes_with_headers_that_keep_it_to_itself()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);

        using var page = await client.Http.GetAsync("/");

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().Should()
            .ContainAll("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'").And.NotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        foreach (var asset in new[] { "/app.css", "/app.js", "/favicon.svg" })
        {
            (await client.Http.GetByteArrayAsync(asset)).Should().NotBeEmpty();
        }

        (await client.Http.GetStringAsync("/healthz")).Should().Be("Healthy");
    }

    [Fact]
    public async Task What_it_does_not_have_is_not_found()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        const string NoApp = "/apps/00000000-0000-0000-0000-000000000000";

        foreach (var path in new[] { NoApp, $"{NoApp}/state", $"{NoApp}/setup-log", "/apps/nonsense", "/api/keys", "/%2e%2e/AppPlatform.dll" })
        {
            using var answer = await client.Http.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }

        using var key = await client.Http.PostAsync("/api/keys", content: null);
        key.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Its_proxy_passes_the_status_of_its_own_agents_and_nothing_else()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var agent = await client.WaitForAsync(await client.CreateAsync("Grocery Tracker"), "ready");

        using var status = await client.Http.GetAsync($"/api/agents/{agent}/computer/status");
        using var stranger = await client.Http.GetAsync("/api/agents/00000000-0000-4000-8000-000000000000/computer/status");
        using var command = new StringContent("""{"command":"id"}""", Encoding.UTF8, "application/json");
        using var exec = await client.Http.PostAsync($"/api/agents/{agent}/computer/exec", command);
        using var delete = await client.Http.DeleteAsync($"/api/agents/{agent}");
        using var log = await client.Http.GetAsync($"/api/agents/{agent}/computer/bootstrap/stream");

        (await status.Content.ReadAsStringAsync()).Should().Contain("\"status\":\"ready\"");
        new[] { stranger.StatusCode, exec.StatusCode, delete.StatusCode, log.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var page = await client.CreateAsync("Grocery Tracker");
        await client.WaitForAsync(page, "ready");

        foreach (var path in new[] { "/apps", $"{page}/tests", $"{page}/setup", $"{page}/delete" })
        {
            using var form = new FormUrlEncodedContent([new("id", Guid.NewGuid().ToString()), new("name", "Forged"), new("template", "blank")]);
            using var answer = await client.Http.PostAsync(path, form);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, path);
        }

        (await client.Http.GetStringAsync("/")).Should().Contain("Grocery Tracker").And.NotContain("Forged");
        (await client.Http.GetStringAsync("/state")).Should().Contain("Not run yet.");
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_app()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var id = Guid.NewGuid().ToString();

        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.PostAsync("/", "/apps", ("id", id), ("name", "Twice"), ("template", "blank"));
            answer.Headers.Location!.OriginalString.Should().Be($"/apps/{id}");
        }

        (await client.Http.GetStringAsync("/state")).Should().Contain("\"id\":", Exactly.Once());
    }

    [Fact]
    public async Task A_webhook_that_nobody_signed_is_refused()
    {
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);

        using var body = new StringContent("""{"event":"bootstrap.succeeded","agentId":"a"}""");
        using var answer = await client.Http.PostAsync("/api/flapjack/webhook", body);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    public async Task A_signal_ends_it_with_all_that_runs_on_its_computers(string signal)
    {
        _home.HoldPauses();
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var page = await client.CreateAsync("Grocery Tracker");
        await client.WaitForAsync(page, "ready");
        using var run = await client.PostAsync(page, $"{page}/tests");
        using var output = new StreamReader(await run.Content.ReadAsStreamAsync());
        while (await output.ReadLineAsync(Limit.Token) is { } line && !line.Contains("ok 1", StringComparison.Ordinal))
        {
        }

        _home.Processes().Should().HaveCountGreaterThan(1, "the command runs");
        program.Signal(signal);
        var (exitCode, _, error) = await program.EndAsync();

        exitCode.Should().Be(0);
        error.Should().NotContain("   at ");
        _home.Processes().Should().BeEmpty();
        Directory.EnumerateDirectories(_home.Temp, "flapjack-*").Should().BeEmpty();
        (await output.ReadToEndAsync(Limit.Token)).Should().EndWith("{\"outcome\":\"stopped\",\"lastRun\":\"Last run: stopped, because the server was stopped.\"}\n");
    }

    [Fact]
    public async Task A_signal_is_told_to_everybody_who_watches_a_run()
    {
        _home.HoldPauses();
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var pages = new[] { await client.CreateAsync("Grocery Tracker"), await client.CreateAsync("Budget") };
        var outputs = new List<StreamReader>();
        foreach (var page in pages)
        {
            await client.WaitForAsync(page, "ready");
            var run = await client.PostAsync(page, $"{page}/tests");
            var output = new StreamReader(await run.Content.ReadAsStreamAsync());
            while (await output.ReadLineAsync(Limit.Token) is { } line && !line.Contains("ok 1", StringComparison.Ordinal))
            {
            }

            outputs.Add(output);
        }

        program.Signal("INT");
        (await program.EndAsync()).ExitCode.Should().Be(0);

        foreach (var output in outputs)
        {
            (await output.ReadToEndAsync(Limit.Token)).Should().EndWith("{\"outcome\":\"stopped\",\"lastRun\":\"Last run: stopped, because the server was stopped.\"}\n");
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    public async Task A_port_that_is_taken_on_any_host_is_said_too(string host)
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, _, error) = await SampleProgram.RunAsync(_home, ["--urls", $"http://{host}:{port}"]);

        exitCode.Should().Be(1);
        error.Should().MatchRegex($@"--urls http://{Regex.Escape(host)}:\d+").And.NotContain($"--urls http://{host}:{port}").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_signal_ends_a_setup_log_that_somebody_follows()
    {
        _home.Stub("cargo", $"echo held; while [ ! -e '{_home.Folder}/go' ]; do /bin/sleep 0.05; done");
        await using var program = await SampleProgram.StartAsync(_home);
        using var client = new PlatformClient(program.Address);
        var page = await client.CreateAsync("Crab", "rust-cargo");
        using var log = await client.Http.GetAsync($"{page}/setup-log", HttpCompletionOption.ResponseHeadersRead);
        using var output = new StreamReader(await log.Content.ReadAsStreamAsync());
        while (await output.ReadLineAsync(Limit.Token) is { } line && !line.Contains("held", StringComparison.Ordinal))
        {
        }

        program.Signal("INT");
        var (exitCode, _, error) = await program.EndAsync();

        exitCode.Should().Be(0);
        error.Should().NotContain("   at ");
        (await output.ReadToEndAsync(Limit.Token)).Should().Contain("This server was stopped.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_port_that_is_taken_is_said_in_a_sentence_that_suggests_a_free_one(bool nextIsTakenToo)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var next = new TcpListener(IPAddress.Loopback, ((IPEndPoint)other.LocalEndpoint).Port + (nextIsTakenToo ? 1 : 0));
        if (nextIsTakenToo)
        {
            try
            {
                next.Start();
            }
            catch (SocketException)
            {
                // Somebody else has it, which is as good.
            }
        }

        var address = $"http://{other.LocalEndpoint}";

        var (exitCode, output, error) = await SampleProgram.RunAsync(_home, ["--urls", address]);

        exitCode.Should().Be(1);
        error.Should().ContainAll(address, "address already in use", "--urls").And.NotContain("   at ");
        output.Should().NotContain("Open ");
        var suggested = int.Parse(Regex.Match(error, @"--urls http://127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        suggested.Should().BeInRange(((IPEndPoint)other.LocalEndpoint).Port + 1, ((IPEndPoint)other.LocalEndpoint).Port + 20, "the next ones are tried first");
        using var free = new TcpListener(IPAddress.Loopback, suggested);
        free.Invoking(listener => listener.Start()).Should().NotThrow("{0} was said to be free", suggested);
    }

    [Fact]
    public async Task A_secret_that_is_only_a_prefix_is_said_in_a_sentence()
    {
        var (exitCode, _, error) = await SampleProgram.RunAsync(
            _home, ["--urls", "http://127.0.0.1:0"], ("FLAPJACK_API_KEY", "fj_live_0123"), ("PUBLIC_URL", "https://platform.example"), ("FLAPJACK_WEBHOOK_SECRET", "whsec_"));

        exitCode.Should().Be(1);
        error.Should().Contain("only the prefix 'whsec_'").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("FLAPJACK_WEBHOOK_SECRET", "PUBLIC_URL", "https://platform.example")]
    [InlineData("PUBLIC_URL", "FLAPJACK_WEBHOOK_SECRET", "whsec_c2VjcmV0")]
    public async Task With_an_account_a_missing_setting_is_named(string missing, string given, string value)
    {
        var (exitCode, _, error) = await SampleProgram.RunAsync(_home, [], ("FLAPJACK_API_KEY", "fj_live_0123"), (given, value));

        exitCode.Should().Be(1);
        error.Should().Contain($"needs {missing}").And.NotContain("   at ").And.NotContain("fj_live_0123");
    }
}
