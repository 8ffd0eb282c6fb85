using System.Net;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Chat.Credentials;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Dashboard;
using Flapjack.ReferenceBackend.Dashboard.Commands;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Telemetry;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.ReferenceBackend.Words;
using LocalComputers;
using LocalComputers.Computers;
using LocalComputers.Isolation;
using LocalComputers.Storage;
using LocalComputers.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Hosting;
using Shared.Hosting.Routing;
using Shared.Hosting.Transport;

namespace Flapjack.ReferenceBackend;

/// <summary>Builds a backend out of its parts, and disposes of them in reverse, also when building fails halfway.</summary>
internal sealed class BackendParts : IAsyncDisposable
{
    private const string Name = "Flapjack.ReferenceBackend";
    private const string NameOfDefaultKey = "The backend's own key";
    private const string NameOfFixedKey = "Set in the backend's options";

    private readonly Disposals _disposals;
    private readonly AgentEvents _events;
    private readonly CodeSessionStore _sessions;
    private readonly BackendTelemetry _telemetry;
    private readonly ILogger _logger;

    private BackendParts(
        FlapjackBackendOptions options, string? bubblewrap, DataDirectory data, InMemoryTransport memory, Server server, BackendTelemetry telemetry, Disposals disposals)
    {
        _telemetry = telemetry;
        (Data, Memory) = (data, memory);
        _disposals = disposals;
        _logger = LoggerOf(options);
        var logger = _logger;
        var clock = options.TimeProvider;
        Orgs = new(Data.Store, clock);
        ApiKeys = new(Data.Store, Orgs, clock);
        Keys = new(Data.Store, Orgs, ApiKeys, new(clock));
        // The first write. If the disk is full, it fails here, before anything exists that would have to be cleaned up.
        DefaultOrg = Orgs.Default();
        DefaultKey = options.ApiKey is { } key
            ? ApiKeys.Fix(DefaultOrg, NameOfFixedKey, key, [FlapjackScopes.SandboxAdmin])
            : ApiKeys.Add(DefaultOrg, NameOfDefaultKey, [FlapjackScopes.SandboxAdmin]).Key;
        Audit = disposals.Add(new AuditLog(Data.Store, clock, logger));
        var post = new WebhookPost(Dns.GetHostAddressesAsync, options.AllowLoopbackWebhooks, options.Extensions, clock);
        Webhooks = disposals.Add(new WebhookSender(new(Data.Store), post, new(new Random()), clock, logger, telemetry));
        // The server comes before the computers and so is disposed of after them: it waits for its streams, which end with their commands.
        Server = disposals.Add(server);
        _events = new(Webhooks, Audit, clock, options.Extensions && options.Naming != ComputerNaming.Sandbox);
        _sessions = new(Data.Store, clock);
        Engine = disposals.Add(new Engine(logger, options.UseControlGroups));
        var commands = new CommandTexts();
        var door = FlapjackDoor.Of(options, _events, Audit, telemetry) with { OwnsFolder = _sessions.HasComputer, CommandTaken = options.Dashboard ? commands.Add : null };
        House = disposals.Add(new ComputerHouse(Engine, SetupOf(options, bubblewrap, Data, door)));
        Dashboard = options.Dashboard ? disposals.Add(new DashboardPages(new(Data.Store, House.Computers, commands, Webhooks, Audit, options.Faults, clock))) : null;
        Server.Map([.. Resources(options), .. Dashboard is null ? (IResource[])[] : [Dashboard]]);
    }

    public DataDirectory Data { get; }

    public Organizations Orgs { get; }

    public ApiKeyTable ApiKeys { get; }

    public KeyRing Keys { get; }

    public string DefaultOrg { get; }

    public string DefaultKey { get; }

    public AuditLog Audit { get; }

    public WebhookSender Webhooks { get; }

    public InMemoryTransport Memory { get; }

    public Server Server { get; }

    /// <summary>What starts the processes. Another door in this process may share it.</summary>
    public Engine Engine { get; }

    public ComputerHouse House { get; }

    /// <summary>The pages for people; null if the options have none.</summary>
    public DashboardPages? Dashboard { get; }

    public CodingQueue Coding { get; private set; } = null!;

    public TurnService Turns { get; private set; } = null!;

    public RunService Runs { get; private set; } = null!;

    public TriggerService Triggers { get; private set; } = null!;

    /// <exception cref="IOException">For example, the data directory can't be used.</exception>
    public static async Task<BackendParts> BuildAsync(FlapjackBackendOptions options)
    {
        // Bubblewrap is looked for before anything is made.
        var bubblewrap = options.Isolation == ComputerIsolation.None ? null : BubblewrapSetup.Find(options.BubblewrapProgram, IsolationOptions.OrNone);
        // The database is checked and opened while the server is built: reading all of a large one takes as long. Nobody listens before both are done.
        var opening = Task.Factory.StartNew(() => DataOf(options), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var memory = new InMemoryTransport("flapjack.invalid");
        BackendParts? parts = null;
        var telemetry = new BackendTelemetry(isCarriedOn: options.Extensions);
        var server = new Server(SetupOf(options, memory, telemetry, request => parts!.Keys.Authenticate(request.Headers.Authorization)));
        var disposals = new Disposals();
        try
        {
            var data = disposals.Add(await opening.ConfigureAwait(false));
            return parts = new(options, bubblewrap, data, memory, server, telemetry, disposals);
        }
        catch
        {
            await disposals.DisposeAsync().ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes over what an earlier process left, and serves. If it fails, the caller disposes of the parts.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await House.PrepareAsync(cancellationToken).ConfigureAwait(false);
        // The files of sessions that are settled here are leftovers, which the computers remove.
        Coding.Restore();
        House.Computers.Restore(cancellationToken);
        _events.AuditUntold(Data.Store);
        Turns.Restore();
        Runs.Restore();
        await Server.StartAsync(cancellationToken).ConfigureAwait(false);
        House.Computers.BeginRemovingLeftovers();
        Webhooks.SendPending();
        Coding.Start();
        Triggers.Start();
    }

    public ValueTask DisposeAsync() => _disposals.DisposeAsync();

    private static ILogger LoggerOf(FlapjackBackendOptions options) => options.LoggerFactory.CreateLogger(Name);

    private static DataDirectory DataOf(FlapjackBackendOptions options) => options.DataDirectory is null
        ? DataDirectory.Temporary(BackendSchema.All, FlapjackNames.Host, LoggerOf(options))
        : DataDirectory.Open(options.DataDirectory, BackendSchema.All, FlapjackNames.Host, LoggerOf(options), options.WatchStatements);

    private static ServerSetup SetupOf(
        FlapjackBackendOptions options, InMemoryTransport memory, BackendTelemetry telemetry, Func<HttpRequest, Caller> authenticate) => new()
        {
            Name = Name,
            Port = options.Port,
            Memory = memory,
            Authenticate = authenticate,
            Envelope = FlapjackEnvelope.Of,
            RefusalOf = FlapjackEnvelope.RefusalOf,
            EnterTrace = (parent, state) => telemetry.Tracing.Enter(TracePlace.Read(parent, state)),
            Headers = FlapjackDoor.HeadersOf(options),
            Front = options.Middleware,
            Faults = options.Faults is null ? null : new(options.Faults.Choose, options.TimeProvider),
            Logger = LoggerOf(options),
        };

    private static HouseSetup SetupOf(FlapjackBackendOptions options, string? bubblewrap, DataDirectory data, Door door) => new()
    {
        Data = data,
        Door = door,
        Names = FlapjackNames.Host,
        Clock = options.TimeProvider,
        Logger = LoggerOf(options),
        Path = options.ComputerPath,
        Limits = new(options.MaxOutputBytes, options.JournalRetention, options.ExecKeyRetention),
        IdleAfter = options.IdleAfter,
        StopGrace = options.StopGrace,
        Bubblewrap = bubblewrap,
        OrNone = IsolationOptions.OrNone,
        AllowNetwork = options.AllowNetwork,
        VisiblePaths = [.. options.VisiblePaths],
        RepositoryRewrites = options.RepositoryRewrites.ToDictionary(StringComparer.Ordinal),
        ShellsAhead = options.ShellsAhead,
        WriteJournal = options.WriteJournal,
        KeepsStatusAcrossMoves = !options.Extensions,
    };

    /// <summary>What computers are made of that the registry does not have: those of code sessions.</summary>
    private CodingMachine MachineOf(FlapjackBackendOptions options) => new(
        Path.Combine(Data.Path, "computers"),
        options.ComputerPath,
        House.RepositoryRewrites,
        new BootstrapEvents(),
        House.Shell,
        House.Processes,
        House.IsIsolated ? FlapjackNames.Host.Login : null);

    private IReadOnlyList<IResource> Resources(FlapjackBackendOptions options)
    {
        var agents = new AgentService(Data.Store, new(Data.Store), House.Computers, _events, Audit, options.TimeProvider);
        var stream = new SseResponse(options.Extensions, options.Naming, options.TimeProvider);
        var post = _disposals.Add(new SignedPost(Dns.GetHostAddressesAsync, options.AllowLoopbackWebhooks, options.Extensions, options.TimeProvider) { Tracing = _telemetry.Tracing });
        var parts = new ResourceParts(options, Data.Store, options.TimeProvider, agents, new(agents), Audit, stream, ApiKeys, SecretCipher.Of(Data), Orgs, post, _disposals);
        // The turns are disposed of before the computers on which their tools run, and before the server, which waits for their streams.
        Turns = _disposals.Add(new TurnService(ServicesOf(parts)));
        // The runs are disposed of before the turns and the computers that their steps use.
        Runs = _disposals.Add(new RunService(new(parts.Store, BackendSteps.Kinds(parts with { Turns = Turns }), parts.Clock, _telemetry, _logger)));
        // No trigger starts a run while the runs are being disposed of.
        Triggers = _disposals.Add(new TriggerService(new(parts.Store), Runs, parts.Secrets, parts.Clock, _logger));
        Coding = _disposals.Add(new CodingQueue(options.Coder?.Copy(), new(_sessions, parts.Secrets, MachineOf(parts.Options), parts.Clock, _logger)));
        return [.. BackendResources.All.Select(resource => resource.Build(parts with { Turns = Turns, Runs = Runs, Triggers = Triggers, Coding = Coding }))];
    }

    private TurnServices ServicesOf(ResourceParts parts) => new(
        parts.Store,
        AgentTable.Of(parts.Store, parts.Clock),
        new(parts.Store, parts.Clock),
        ModelsOf(parts.Options),
        _disposals.Add(CredentialResolver.Of(parts.Orgs, parts.Options.AllowLoopbackWebhooks, parts.Clock)),
        [.. parts.Options.ToolSources, .. BackendTools.Sources(parts)],
        BackendTools.Contexts(parts),
        new(Path.Combine(Data.Path, "turns"), parts.Options.WriteJournal),
        new(parts.Options.JournalRetention, parts.Options.ExecKeyRetention, parts.Options.ClientToolTimeout),
        parts.Clock,
        _telemetry,
        _logger);

    private static ChatModels ModelsOf(FlapjackBackendOptions options) =>
        new(options.ChatModel ?? new ScriptedChatModel(options.TimeProvider, keptRequests: 0), options.ChatModels, options.ChatModelOfKey);
}
