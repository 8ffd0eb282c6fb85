using System.Net;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.AppPlatform.Tests.Dashboard;

/// <summary>A backend with pages, and things to see on them.</summary>
internal sealed class DashboardWorld : IAsyncDisposable
{
    private readonly HttpListener _receiver = new();
    private readonly Task _receiving;
    private readonly ScriptedChatModel _model;
    private readonly string _hook;

    private DashboardWorld(FlapjackBackend backend, ScriptedChatModel model, int port)
    {
        (Backend, Client, _model) = (backend, backend.CreateClient(), model);
        _hook = $"http://127.0.0.1:{port}/hooks/";
        _receiver.Prefixes.Add(_hook);
        _receiver.Start();
        _receiving = ReceiveAsync();
    }

    public FlapjackBackend Backend { get; }

    public FlapjackClient Client { get; }

    public static async Task<DashboardWorld> StartAsync()
    {
        var model = new ScriptedChatModel();
        var backend = await FlapjackBackend.StartAsync(new()
        {
            Dashboard = true,
            AllowLoopbackWebhooks = true,
            RateLimits = null,
            ChatModel = model,
            Faults = new FaultPlan().Add(Fault.InternalServerError(), FaultTarget.ExecStop, times: 2),
        });
        return new(backend, model, FreePort());
    }

    /// <summary>Makes an agent whose computer is ready, and which has sent a webhook.</summary>
    public async Task<string> WebhookAsync()
    {
        var created = await Client.CreateAgentFromTemplateAsync(new() { Template = new("blank"), Name = "Grocery tracker", WebhookUrl = _hook });
        await Client.WaitUntilComputerReadyAsync(created.Agent.Id);
        await Eventually.HoldsAsync(async () => (await Backend.Webhooks.ReadAsync(created.Agent.Id)) is [{ State: WebhookState.Delivered }], "the webhook is delivered");
        return created.Agent.Id;
    }

    /// <summary>Starts a command that stops in the middle until it is told to go on.</summary>
    public async Task<HeldCommand> RunHeldAsync(string first, string then)
    {
        var agent = await WebhookAsync();
        return await HeldCommand.StartAsync(Client, agent, first, then);
    }

    /// <summary>Makes something to see on each page; returns the paths of the pages.</summary>
    public async Task<IReadOnlyList<string>> FillAsync()
    {
        _model.When("dinner").WithUsage(new() { InputTokens = 182, OutputTokens = 41 }).Say("Pancakes. The flour is on the second shelf.");
        var agent = await WebhookAsync();
        var ended = await Client.RunComputerAsync(agent, new() { Command = "printf '\\033[1;32m✓ 12 tests passed\\033[0m in 0.8 s\\n\\033[33mwarning\\033[0m: unused variable\\n'; echo 'cannot find lib/very/long/path/to/a/module/that/does/not/exist/anywhere.js' >&2; exit 1" });
        var thread = await Client.CreateThreadAsync(new() { AgentId = agent, Title = "What is for dinner?" });
        await Client.RunMessageAsync(thread.Id, "What is for dinner tonight?");
        await Client.CreateAgentAsync(new() { Name = new string('W', 80) });
        var webhook = (await Backend.Webhooks.ReadAsync(agent))[0].Id;
        var trace = (await Client.GetTracePageAsync(new() { ThreadId = thread.Id })).Traces[0].Id;
        return
        [
            "/", "/dashboard/agents", $"/dashboard/agents/{agent}", $"/dashboard/agents/{agent}/bootstrap", $"/dashboard/agents/{agent}/commands/{ended.ExecId}",
            "/dashboard/webhooks", $"/dashboard/webhooks/{webhook}", "/dashboard/chats", $"/dashboard/chats/{thread.Id}", "/dashboard/traces", $"/dashboard/traces/{trace}",
            "/dashboard/runs", "/dashboard/audit", "/dashboard/faults", "/dashboard/nothing", "/dashboard/open?token=used",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
        _receiver.Close();
        await _receiving;
        _model.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                (await _receiver.GetContextAsync()).Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
