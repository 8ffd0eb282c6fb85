using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

/// <summary>A backend with one custom tool, <c>find_order</c>, whose web server is on this machine, and a post that calls it.</summary>
internal sealed class ToolCalling : IAsyncDisposable
{
    private readonly TestBackend _server;
    private readonly WebhookReceiver _receiver;
    private readonly SignedPost _post;

    private ToolCalling(TestBackend server, WebhookReceiver receiver, SignedPost post) => (_server, _receiver, _post) = (server, receiver, post);

    public FakeTimeProvider Clock { get; private init; } = null!;

    public FlapjackBackend Backend => _server.Backend;

    public WebhookReceiver Receiver => _receiver;

    public TurnScope Turn => new()
    {
        OrgId = Backend.OrgId,
        AgentId = "agent",
        ThreadId = "thread",
        TurnId = "turn",
        SenderId = "ada",
        Actor = new("user", "ada"),
    };

    public WebhookTools Source => new(
        ToolsApi.TableOf(Backend.Store(), Clock), new(Backend.Store(), "runner_tools", new("runners", "runner"), new("tools", "tool"), Clock), Backend.Orgs(), new(_post));

    /// <param name="receiver">Whose tool it is; this object disposes of it.</param>
    /// <param name="url">The tool's address; null for the receiver's.</param>
    /// <param name="allowLoopback">Whether this machine may be called.</param>
    /// <param name="signsStandard">Whether there is a signature of Standard Webhooks too.</param>
    /// <param name="dns">Looks names up; null for addresses only.</param>
    public static async Task<ToolCalling> StartAsync(
        WebhookReceiver receiver, string? url = null, bool allowLoopback = true, bool signsStandard = true, ScriptedDns? dns = null)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
        var server = await TestBackend.StartAsync();
        Func<string, CancellationToken, Task<IPAddress[]>> resolve = dns is null ? (_, _) => Task.FromResult<IPAddress[]>([]) : dns.ResolveAsync;
        var calling = new ToolCalling(server, receiver, new(resolve, allowLoopback, signsStandard, clock)) { Clock = clock };
        await calling.AddAsync("find_order", url ?? receiver.Url("/hook?token=sesame").ToString(), ""","description":"Finds an order.","parameters":{"type":"object"}""");
        return calling;
    }

    public async Task AddAsync(string name, string url, string more = "")
    {
        var created = await _server.PostAsync("/api/tools", $$"""{"name":"{{name}}","url":{{TestBackend.Quoted(url)}}{{more}}}""");
        created.Status.Should().Be(201, created.Body);
    }

    /// <summary>Creates a runner, and attaches tools to it.</summary>
    /// <returns>The runner's id.</returns>
    public async Task<string> AddRunnerAsync(params string[] tools)
    {
        var runner = (await _server.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");
        var all = (await _server.GetAsync("/api/tools")).Json.EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!, tool => tool.GetProperty("id").GetString());
        foreach (var tool in tools)
        {
            (await _server.PostAsync($"/api/runners/{runner}/tools", $$"""{"toolId":"{{all[tool]}}"}""")).Status.Should().Be(201);
        }

        return runner;
    }

    public Task<ToolOutcome> CallAsync(string arguments = """{"id":"123"}""", CancellationToken cancellationToken = default) =>
        Source.CallAsync(Turn, "find_order", arguments, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _post.Dispose();
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }
}
