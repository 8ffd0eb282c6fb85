using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Resources.Skills;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>An agent with MCP servers, without HTTP and without a turn loop.</summary>
internal sealed class McpWorld(TimeProvider? clock = null) : IDisposable
{
    private static readonly Caller Caller = new(StoredAgent.OrgId, ["sandbox:admin"], "api_key", "k1");

    private readonly StoredAgent _agent = new(clock ?? TimeProvider.System);
    private readonly TempFolder _folder = new();

    /// <summary>The file that a program writes its process id to.</summary>
    public string IdFile => _folder["id"];

    /// <summary>A folder for the tool <c>wait</c>, as JSON.</summary>
    public string WaitArguments => $$"""{"folder":"{{_folder.Path}}"}""";

    /// <summary>Whether programs may be started.</summary>
    public bool MayStartPrograms { get; init; } = true;

    /// <summary>Attaches a server of the tests' tools.</summary>
    /// <param name="server">The server over HTTP.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="name">The name of the server.</param>
    /// <param name="key">The key that the server is sent.</param>
    /// <param name="path">Another path of the server than that of the transport.</param>
    /// <param name="serverAllows">The tools that the server's own list allows.</param>
    /// <param name="attachment">The fields of the attachment.</param>
    /// <param name="to">The table of the attachments.</param>
    public void Attach(
        McpToolServer server,
        string transport = "streamable_http",
        string name = "Test",
        string key = McpToolServer.Secret,
        string? path = null,
        string[]? serverAllows = null,
        string attachment = "{}",
        string to = "agent_mcps")
    {
        var document = new McpServerDocument { Name = name, Transport = transport, AllowedTools = serverAllows };
        Attach(
            transport == "stdio"
                ? document with { Command = CrashHost.DotNet, Args = [CrashHost.BuiltDll(), "mcp"] }
                : document with { Url = $"http://127.0.0.1:{server.Port}{path ?? (transport == "sse" ? "/mcp/sse" : "/mcp")}" },
            transport == "stdio" ? new(Texts(), Texts(("ID_FILE", IdFile))) : new(Texts(("X-Key", key)), Texts()),
            attachment,
            to);
    }

    public void Attach(McpServerDocument document, McpCredentials? credentials = null, string attachment = "{}", string to = "agent_mcps") =>
        AttachAgain(Servers().Add(Caller, new(document, credentials ?? McpCredentials.None)).Id, attachment, to);

    /// <summary>Attaches a server that is there already.</summary>
    public void AttachAgain(string serverId, string attachment, string to) => _agent.Attach(to, "mcp_servers", serverId, attachment);

    /// <summary>The id of the server with a name.</summary>
    public string IdOf(string name) => Servers().List(StoredAgent.OrgId).Single(server => server.Document.Name == name).Id;

    public void LoseKeys() => _agent.LoseKeys();

    /// <summary>The skills that are MCP servers.</summary>
    public IReadOnlyList<SkillServer> Skills { get; init; } = [];

    /// <summary>The offer of a turn.</summary>
    public Task<ToolOffer> OfferAsync(CancellationToken cancellationToken = default) => OfferAsync(_agent.Turn, cancellationToken);

    /// <summary>The offer of a step of a run.</summary>
    public Task<ToolOffer> OfferToStepAsync(bool hasAgent) => OfferAsync(hasAgent ? _agent.Step : _agent.StepWithoutAgent, CancellationToken.None);

    /// <summary>Waits until the tool <c>wait</c> has made a file.</summary>
    public Task MadeAsync(string file) => Eventually.HoldsAsync(() => File.Exists(_folder[file]), $"the tool makes the file {file}");

    /// <summary>The process id of the program, once it has written it.</summary>
    public async Task<int> ProgramIdAsync()
    {
        await Eventually.HoldsAsync(() => File.Exists(IdFile) && File.ReadAllText(IdFile).Length > 0, "the program starts");
        return HostProcesses.Read(await File.ReadAllTextAsync(IdFile))[0];
    }

    public void Dispose()
    {
        _agent.Dispose();
        _folder.Dispose();
    }

    private Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken) =>
        new McpTools(new(_agent.Store, "mcps", new("mcp_servers", "MCP server"), _agent.Clock), Servers(), _ => Skills).OfferAsync(turn, cancellationToken);

    private McpServers Servers() => new(_agent.Store, _agent.Secrets, new(allowPrivate: false, MayStartPrograms, _agent.Clock), _agent.Clock);

    private static Dictionary<string, string> Texts(params (string Name, string Value)[] texts) => texts.ToDictionary(text => text.Name, text => text.Value);
}
