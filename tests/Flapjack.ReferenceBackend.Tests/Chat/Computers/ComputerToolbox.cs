using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Computers;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>The tools of the computers of a backend's agents, called as a turn calls them.</summary>
internal sealed class ComputerToolbox
{
    public const string Enabled = """{"enabled":true}""";

    public static Actor Actor { get; } = new("user", "ada");

    public ComputerToolbox(TestBackend server, TimeProvider? clock = null)
    {
        var backend = server.Backend;
        var agents = backend.Agents(clock ?? TimeProvider.System);
        Server = server;
        Source = new(agents, new(new(backend.Store()), agents), clock ?? TimeProvider.System);
    }

    public TestBackend Server { get; }

    public ComputerTools Source { get; }

    /// <summary>A turn of an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="overrides">What the message says of the computer; null for nothing.</param>
    public TurnScope Turn(string agent, string? overrides = null) => new()
    {
        OrgId = Server.Backend.OrgId,
        AgentId = agent,
        ThreadId = "thread",
        TurnId = "turn",
        Actor = Actor,
        Overrides = new() { Computer = overrides is null ? null : JsonElement.Parse(overrides) },
    };

    public Task<ToolOutcome> CallAsync(string agent, string tool, string arguments, CancellationToken cancellationToken = default) =>
        Source.CallAsync(Turn(agent, Enabled), tool, arguments, cancellationToken);

    /// <summary>Runs a command.</summary>
    /// <param name="agent">On whose computer.</param>
    /// <param name="command">The command, as text.</param>
    /// <param name="more">Further arguments, with a comma before each.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public Task<ToolOutcome> RunAsync(string agent, string command, string more = "", CancellationToken cancellationToken = default) =>
        CallAsync(agent, "computer_run", $$"""{"command":{{TestBackend.Quoted(command)}}{{more}}}""", cancellationToken);

    public Task<ToolOutcome> WriteAsync(string agent, string path, string content) =>
        CallAsync(agent, "computer_write_file", $$"""{"path":{{TestBackend.Quoted(path)}},"content":{{TestBackend.Quoted(content)}}}""");

    public Task<ToolOutcome> ReadAsync(string agent, string path) =>
        CallAsync(agent, "computer_read_file", $$"""{"path":{{TestBackend.Quoted(path)}}}""");
}
