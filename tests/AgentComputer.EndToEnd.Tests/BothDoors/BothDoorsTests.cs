using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace AgentComputer.EndToEnd.Tests.BothDoors;

/// <summary>The backends of both vendors in one process: they share a port and what starts their processes, and nothing else.</summary>
public sealed class BothDoorsTests : IAsyncLifetime
{
    private FlapjackBackend _flapjack = null!;
    private AgentComputerBackend _agentComputer = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _flapjack = await FlapjackBackend.StartAsync(new()
        {
            Middleware = (context, next) => _agentComputer is null ? next(context) : _agentComputer.InvokeAsync(context, next),
        });
        _agentComputer = await AgentComputerBackend.StartOnAsync(_flapjack.Engine, new() { Port = null, PublicAddress = _flapjack.BaseAddress }, CancellationToken.None);
        _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _flapjack.BaseAddress, Timeout = Limit.Time };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", _agentComputer.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _agentComputer.DisposeAsync();
        await _flapjack.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_serve_on_one_port_and_either_may_be_disposed_of_first(bool flapjackFirst)
    {
        (await RunOnFlapjackAsync("echo from one door")).Should().Be("from one door\n");
        var computer = await ComputerAsync();
        (await RunOnAgentComputerAsync(computer, "echo from the other")).Should().Be("from the other\n");

        IAsyncDisposable[] order = flapjackFirst ? [_flapjack, _agentComputer] : [_agentComputer, _flapjack];
        await order[0].DisposeAsync();
        if (flapjackFirst)
        {
            (await RunOnAgentComputerAsync(computer, "echo still there")).Should().Be("still there\n", "the engine ends with its last door");
        }
        else
        {
            (await RunOnFlapjackAsync("echo still there")).Should().Be("still there\n");
            (await _http.GetAsync("/v1/computers")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "that backend is gone, and says so");
        }

        await order[1].DisposeAsync();
    }

    [Fact]
    public async Task The_key_of_one_door_opens_nothing_of_the_other()
    {
        (await _http.GetAsync("/v1/computers")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _http.GetAsync("/api/agents")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", _flapjack.ApiKey);
        (await _http.GetAsync("/v1/computers")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await _http.GetAsync("/api/agents")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_visitor_of_the_other_door_gets_the_envelope_and_the_addresses_of_that_door()
    {
        using var missing = await _http.GetAsync("/v1/computers/none");
        ((string?)(await missing.Content.ReadFromJsonAsync<JsonObject>())!["error"]!["code"]).Should().Be("not_found");

        var computer = await ComputerAsync();
        var session = await (await _http.PostAsJsonAsync($"/v1/computers/{computer}/access-sessions", new { kind = "exec" })).Content.ReadFromJsonAsync<JsonObject>();

        ((string?)session!["session"]!["connect_url"]).Should().Be(_flapjack.BaseAddress.AbsoluteUri.TrimEnd('/'));
    }

    private async Task<string> RunOnFlapjackAsync(string command)
    {
        using var client = _flapjack.CreateClient();
        var created = await client.CreateAgentFromTemplateAsync(new() { Name = "one", Template = ComputerTemplate.Blank }, Limit.Token);
        await client.WaitUntilComputerReadyAsync(created.Agent.Id, Limit.Token);
        return (await client.RunComputerAsync(created.Agent.Id, new() { Command = command }, Limit.Token)).Stdout;
    }

    private async Task<string> RunOnAgentComputerAsync(string computer, string command)
    {
        var (_, reader) = await _agentComputer.Parts.House.Computers.Find(computer)!.Programs.StartAsync(new("bash", ["-c", command]), Limit.Token);
        using (reader)
        {
            var output = new StringBuilder();
            while (await reader.WaitAsync(Limit.Token))
            {
                while (reader.TryTake(out var piece))
                {
                    output.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
                }
            }

            return output.ToString();
        }
    }

    private async Task<string> ComputerAsync()
    {
        var created = await (await _http.PostAsJsonAsync("/v1/computers", new { handle = "box" })).Content.ReadFromJsonAsync<JsonObject>();
        var id = (string)created!["computer"]!["id"]!;
        await Eventually.HoldsAsync(
            async () => (string?)(await _http.GetFromJsonAsync<JsonObject>($"/v1/computers/{id}"))!["computer"]!["state"] == "running", "the computer runs");
        return id;
    }
}
