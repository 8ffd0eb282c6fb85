using System.Globalization;
using System.Text.Json;
using Flapjack.ReferenceBackend;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>The whole way: the SDK with the key "proxy", the app, and the reference backend with real processes.</summary>
public sealed class BackendTests : IAsyncLifetime, IAsyncDisposable
{
    private FlapjackBackend _backend = null!;
    private ProxyApp _app = null!;
    private FlapjackClient _client = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { RateLimits = null });
        _app = await StartAppAsync(_ => { });
        _client = new(new FlapjackClientOptions { ApiKey = "proxy", BaseAddress = _app.Address });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _backend.DisposeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task The_sdk_walks_the_whole_life_of_a_computer_through_the_proxy()
    {
        var created = await _client.CreateAgentFromTemplateAsync(
            new() { Name = "app", Template = ComputerTemplate.Blank, ExternalAppId = "app-1", EnvVars = [new("GREETING", "h\u00ebllo")] }, Limit.Token);
        var agentId = created.Agent.Id;
        var events = new List<BootstrapEvent>();
        await foreach (var item in _client.StreamBootstrapAsync(agentId, Limit.Token))
        {
            events.Add(item);
        }

        var again = await _client.CreateAgentFromTemplateAsync(new() { Name = "app", Template = ComputerTemplate.Blank, ExternalAppId = "app-1" }, Limit.Token);
        var status = await _client.WaitUntilComputerReadyAsync(agentId, Limit.Token);
        var result = await _client.RunComputerAsync(agentId, new() { Command = "printf %s \"$GREETING\"; echo problem >&2; exit 3" }, Limit.Token);
        var config = await _client.UpdateComputerConfigAsync(agentId, await _client.GetComputerConfigAsync(agentId, Limit.Token), Limit.Token);
        var instances = await _client.GetComputerInstancesAsync(agentId, Limit.Token);
        await _client.DeleteAgentAsync(agentId, Limit.Token);
        var late = () => _client.GetComputerStatusAsync(agentId, Limit.Token);

        events.Should().NotBeEmpty().And.Subject.Last().Should().BeOfType<BootstrapDoneEvent>();
        again.Should().BeEquivalentTo(new { Idempotent = true, Agent = new { Id = agentId } });
        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        result.Should().BeEquivalentTo(new { Stdout = "h\u00ebllo", Stderr = "problem\n", ExitCode = 3 });
        config.Enabled.Should().BeTrue();
        instances.Should().ContainSingle();
        await late.Should().ThrowAsync<FlapjackNotFoundException>();
        _app.Asked.Select(request => request.Operation).Should().Contain(
        [
            FlapjackProxyOperation.CreateAgentFromTemplate, FlapjackProxyOperation.StreamBootstrap, FlapjackProxyOperation.GetComputerStatus,
            FlapjackProxyOperation.ExecComputer, FlapjackProxyOperation.GetComputerConfig, FlapjackProxyOperation.UpdateComputerConfig,
            FlapjackProxyOperation.GetComputerInstances, FlapjackProxyOperation.DeleteAgent,
        ]);
        _app.Log.Lines.Should().NotContain(line => line.Contains(_backend.ApiKey));
    }

    [Fact]
    public async Task Output_comes_while_the_command_runs()
    {
        var agentId = await CreateReadyAsync();
        await using var events = _client.ExecComputerAsync(agentId, new() { Command = "echo first; until [ -e go ]; do sleep 0.01; done; echo second" }, Limit.Token).GetAsyncEnumerator();

        var first = await NextStdoutAsync(events);
        await _client.RunComputerAsync(agentId, new() { Command = "touch go" }, Limit.Token);
        var second = await NextStdoutAsync(events);

        (first, second).Should().Be(("first\n", "second\n"));
    }

    [Fact]
    public async Task Leaving_a_command_kills_it()
    {
        var agentId = await CreateReadyAsync();
        var events = _client.ExecComputerAsync(agentId, new() { Command = "echo $$; exec sleep 1000" }, Limit.Token).GetAsyncEnumerator();
        var process = int.Parse(await NextStdoutAsync(events), CultureInfo.InvariantCulture);

        await events.DisposeAsync();

        await IsGoneAsync(process);
        _app.Asked.Should().Contain(request => request.Operation == FlapjackProxyOperation.StopExec && request.AgentId == agentId);
    }

    [Fact]
    public async Task A_browser_that_only_closes_its_connection_kills_the_command_too()
    {
        var agentId = await CreateReadyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{agentId}/computer/exec") { Content = Json.Of("""{"command":"echo pid=$$; exec sleep 1000"}""") };
        var response = await _app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string line;
        do
        {
            line = await reader.ReadLineAsync(Limit.Token) ?? throw new InvalidOperationException("The stream ended.");
        }
        while (!line.Contains("pid="));

        response.Dispose();

        await IsGoneAsync(int.Parse(line.Split("pid=")[1].Split('\\')[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_stream_goes_on_behind_the_last_event_that_was_seen()
    {
        var agentId = await CreateReadyAsync();
        using var exec = await _app.Http.PostAsync($"/api/agents/{agentId}/computer/exec", Json.Of("""{"command":"echo one; sleep 0.1; echo two"}"""), Limit.Token);
        var whole = await exec.Content.ReadAsStringAsync();
        var frames = whole.Split("\n\n").Where(frame => frame.Contains("id:")).ToList();
        var execId = JsonDocument.Parse(frames[0].Split("data:")[1]).RootElement.GetProperty("execId").GetString();
        var firstId = frames[0].Split('\n').Single(line => line.StartsWith("id:"))[3..].Trim();

        using var resumed = await _app.SendAsync("GET", $"/api/agents/{agentId}/computer/exec/{execId}", ("Last-Event-ID", firstId));
        var rest = await resumed.Content.ReadAsStringAsync();

        rest.Split("\n\n").Where(frame => frame.Contains("id:")).Should().Equal(frames.Skip(1));
        _app.Asked.Should().Contain(request => request.Operation == FlapjackProxyOperation.ResumeExec);
    }

    [Fact]
    public async Task A_revoked_key_is_no_login_page_for_the_user()
    {
        await using var app = await StartAppAsync(options => options.ApiKey = "fj_live_revoked");

        using var response = await app.SendAsync("GET", "/api/agents/a1/computer/status");

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_REFUSED");
        app.Log.Lines.Should().NotContain(line => line.Contains("fj_live_revoked"));
    }

    [Fact]
    public async Task An_embedded_backend_is_reached_without_a_port()
    {
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = new("http://flapjack.invalid"),
            Options = options => options.ApiKey = _backend.ApiKey,
            Http = http => http.ConfigurePrimaryHttpMessageHandler(_backend.CreateHandler),
        });
        using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = "proxy", BaseAddress = app.Address });
        var agentId = await CreateReadyAsync();

        var result = await client.RunComputerAsync(agentId, new() { Command = "echo inside" }, Limit.Token);

        result.Stdout.Should().Be("inside\n");
    }

    [Fact]
    public async Task The_hook_keeps_agents_apart()
    {
        var mine = await CreateReadyAsync();
        var other = await CreateReadyAsync();
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = _backend.BaseAddress,
            Options = options => options.ApiKey = _backend.ApiKey,
            Authorize = request => ValueTask.FromResult(request.AgentId == mine),
        });
        using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = "proxy", BaseAddress = app.Address });

        var own = await client.RunComputerAsync(mine, new() { Command = "echo mine" }, Limit.Token);
        var foreign = () => client.RunComputerAsync(other, new() { Command = "echo other" }, Limit.Token);

        own.Stdout.Should().Be("mine\n");
        (await foreign.Should().ThrowAsync<FlapjackPermissionException>()).Which.StatusCode.Should().Be((System.Net.HttpStatusCode)StatusCodes.Status403Forbidden);
    }

    private Task<ProxyApp> StartAppAsync(Action<FlapjackClientOptions> configure) => ProxyApp.StartAsync(new()
    {
        Service = _backend.BaseAddress,
        Options = options =>
        {
            options.ApiKey = _backend.ApiKey;
            configure(options);
        },
    });

    private async Task<string> CreateReadyAsync()
    {
        var created = await _client.CreateAgentFromTemplateAsync(new() { Name = "ready", Template = ComputerTemplate.Blank }, Limit.Token);
        await _client.WaitUntilComputerReadyAsync(created.Agent.Id, Limit.Token);
        return created.Agent.Id;
    }

    private static async Task<string> NextStdoutAsync(IAsyncEnumerator<ComputerExecEvent> events)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current is ExecStdoutEvent output)
            {
                return output.Chunk;
            }
        }

        throw new InvalidOperationException("The stream ended before it brought any output.");
    }

    private static async Task IsGoneAsync(int process)
    {
        var limit = Limit.Token;
        while (IsAlive(process))
        {
            await Task.Delay(5, limit);
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
