using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Auth;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Connect;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Ports;
using AgentComputer.ReferenceBackend.Ports.Proxy;
using AgentComputer.ReferenceBackend.Sessions;
using AgentComputer.ReferenceBackend.Telemetry;
using AgentComputer.ReferenceBackend.Usage;
using AgentComputer.ReferenceBackend.Words;
using AgentComputer.ReferenceBackend.Workspaces;
using LocalComputers;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Isolation;
using LocalComputers.Storage;
using LocalComputers.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Hosting;
using Shared.Hosting.Routing;
using Shared.Hosting.Transport;

namespace AgentComputer.ReferenceBackend;

/// <summary>Builds a backend out of its parts, and disposes of them in reverse, also when building fails halfway.</summary>
internal sealed class BackendParts : IAsyncDisposable
{
    private const string Name = "AgentComputer.ReferenceBackend";

    private static readonly PathString[] OwnPaths = ["/v1", KeyRing.GatewayPath, PublicUrls.PathForm];

    private readonly Disposals _disposals;
    private readonly UsageMeter _usage;

    private BackendParts(
        AgentComputerBackendOptions options,
        Engine? shared,
        string? bubblewrap,
        DataDirectory data,
        InMemoryTransport memory,
        Server server,
        EngineTelemetry telemetry,
        Disposals disposals)
    {
        (Data, Memory, _disposals) = (data, memory, disposals);
        var (clock, logger) = (options.TimeProvider, LoggerOf(options));
        var workspaces = new WorkspaceTable(data.Store, clock);
        ApiKeys = new(data.Store, workspaces, clock);
        Sessions = new(data.Store, clock);
        Keys = new(ApiKeys, Sessions);
        // The first write. If the disk is full, it fails here, before anything exists that would have to be cleaned up.
        DefaultWorkspace = workspaces.Default();
        DefaultKey = options.ApiKey is { } key ? ApiKeys.Fix(DefaultWorkspace, key) : ApiKeys.Add(DefaultWorkspace);
        var urls = new PublicUrls(() => Server!.BaseAddress, options.PublicAddress);
        Ports = new(data.Store, clock);
        var forwarder = disposals.Add(new PortForwarder(options.LoggerFactory));
        // The server comes before the computers and so is disposed of after them: it waits for its streams, which end with their programs.
        Server = disposals.Add(server);
        var operations = Operations = new OperationTable(data.Store, clock);
        _usage = new(
            data.Store,
            id => House!.Computers.Find(id)?.Processes.TakeProcessorTime() ?? TimeSpan.Zero,
            () => House!.Groups.TellProcessorTime ? 0 : ComputerSizes.Processors,
            clock);
        var sweep = new MinuteSweep([operations.RemoveOld, _usage.CountAll], logger);
        var setups = new SetupWatch();
        var engine = disposals.Add(shared?.Join() ?? new Engine(logger, options.UseControlGroups));
        House = disposals.Add(new ComputerHouse(engine, SetupOf(options, bubblewrap, data, DoorOf(setups, _usage, sweep, telemetry))));
        // What was used is counted when no operation runs any more, and before the computers end.
        disposals.Add(sweep);
        var rows = new ComputerRowTable(data.Store, clock);
        // Operations end before the computers that they work on.
        Runner = disposals.Add(new OperationRunner(data.Store, operations, logger, options.OperationGate));
        var hooks = new ComputerHooks { Transferring = { (db, row, _) => Sessions.RevokeAll(db, row.Id) } };
        var creation = new ComputerCreation(rows, House.Computers, operations, Runner, setups, clock);
        Computers = new(data.Store, rows, House.Computers, operations, Runner, creation, _usage);
        Door = new(Computers, rows, Ports, urls, new(Sessions), forwarder, options.ChecksPortOwners ? new(clock) : null);
        var changes = new ComputerChanges(data.Store, rows, Computers, operations, _usage, hooks);
        var parts = new ResourceParts(
            options, data, House, workspaces, ApiKeys, Sessions, rows, Computers, changes, hooks, _usage, operations, Runner, Ports, urls, logger, disposals);
        Server.Map([.. BackendResources.All.Select(resource => resource.Build(parts))]);
    }

    public DataDirectory Data { get; }

    public ApiKeyTable ApiKeys { get; }

    public SessionTable Sessions { get; }

    public KeyRing Keys { get; }

    public PortTable Ports { get; }

    /// <summary>Serves what is addressed to a published port.</summary>
    public PortDoor Door { get; }

    public string DefaultWorkspace { get; }

    public string DefaultKey { get; }

    public InMemoryTransport Memory { get; }

    public Server Server { get; }

    public ComputerHouse House { get; }

    public ComputerService Computers { get; }

    public OperationTable Operations { get; }

    public OperationRunner Runner { get; }

    /// <param name="options">How the backend behaves.</param>
    /// <param name="shared">The engine of another door, which this backend joins; null for an engine of its own.</param>
    /// <exception cref="IOException">For example, the data directory can't be used.</exception>
    public static async Task<BackendParts> BuildAsync(AgentComputerBackendOptions options, Engine? shared)
    {
        // Bubblewrap is looked for before anything is made.
        var bubblewrap = options.IsIsolated ? BubblewrapSetup.Find(options.BubblewrapProgram, AgentComputerBackendOptions.OrNone) : null;
        // The database is checked and opened while the server is built: reading all of a large one takes as long. Nobody listens before both are done.
        var opening = Task.Factory.StartNew(() => DataOf(options), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var memory = new InMemoryTransport("agentcomputer.invalid");
        BackendParts? parts = null;
        var telemetry = BackendTelemetry.Create();
        var server = new Server(SetupOf(options, memory, telemetry, request => parts!.Keys.Authenticate(request)) with { Front = (context, next) => parts!.Door.InvokeAsync(context, next) });
        var disposals = new Disposals();
        try
        {
            var data = disposals.Add(await opening.ConfigureAwait(false));
            return parts = new(options, shared, bubblewrap, data, memory, server, telemetry, disposals);
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
        House.Computers.Restore(cancellationToken);
        _usage.Restore();
        await Computers.RestoreAsync().ConfigureAwait(false);
        Runner.Restore();
        Ports.Restore();
        await Server.StartAsync(cancellationToken).ConfigureAwait(false);
        House.Computers.BeginRemovingLeftovers();
    }

    /// <summary>Whether a request that has come to another server is addressed to this backend.</summary>
    public bool IsOwn(HttpRequest request) => OwnPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)) || Door.Has(request);

    public ValueTask DisposeAsync() => _disposals.DisposeAsync();

    private static ILogger LoggerOf(AgentComputerBackendOptions options) => options.LoggerFactory.CreateLogger(Name);

    private static DataDirectory DataOf(AgentComputerBackendOptions options) => options.DataDirectory is null
        ? DataDirectory.Temporary(BackendSchema.All, AgentComputerNames.Host, LoggerOf(options))
        : DataDirectory.Open(options.DataDirectory, BackendSchema.All, AgentComputerNames.Host, LoggerOf(options));

    private static Door DoorOf(SetupWatch setups, UsageMeter usage, MinuteSweep sweep, EngineTelemetry telemetry) => new()
    {
        NewFormat = idPrefix => new LineFormat(idPrefix),
        Execs = new NoCommands(),
        Bootstraps = new SetupLog(),
        Telemetry = telemetry,
        Self = new("backend", "backend"),
        Admit = null,
        ComputerMoved = (db, move) =>
        {
            if (move.EndedRun is { } run)
            {
                BootstrapRunStore.SetTold(db, run);
            }

            usage.Moved(db, move);
            db.OnCommitted(() => setups.Tell(move));
        },
        CommandEnded = _ => { },
        Swept = sweep.Run,
    };

    private static HouseSetup SetupOf(AgentComputerBackendOptions options, string? bubblewrap, DataDirectory data, Door door) => new()
    {
        Data = data,
        Door = door,
        Names = AgentComputerNames.Host,
        Clock = options.TimeProvider,
        Logger = LoggerOf(options),
        Path = options.ComputerPath,
        Limits = new(null, TimeSpan.Zero, TimeSpan.Zero),
        IdleAfter = options.IdleAfter,
        StopGrace = options.StopGrace,
        Bubblewrap = bubblewrap,
        OrNone = AgentComputerBackendOptions.OrNone,
        AllowNetwork = options.AllowNetwork,
        VisiblePaths = [.. options.VisiblePaths],
    };

    private static ServerSetup SetupOf(
        AgentComputerBackendOptions options, InMemoryTransport memory, EngineTelemetry telemetry, Func<HttpRequest, Caller> authenticate) => new()
        {
            Name = Name,
            Port = options.Port,
            Memory = memory,
            Authenticate = authenticate,
            EnterTrace = (parent, state) => telemetry.Tracing.Enter(TracePlace.Read(parent, state)),
            Envelope = AgentComputerEnvelope.Of,
            OtherEnvelope = GatewayErrors.Of,
            RefusalOf = AgentComputerEnvelope.RefusalOf,
            Headers = Additions.Of(options.Extensions, options.ReplayBytes).Headers,
            Faults = options.Faults is null ? null : new(options.Faults.Choose, options.TimeProvider),
            Logger = LoggerOf(options),
        };
}
