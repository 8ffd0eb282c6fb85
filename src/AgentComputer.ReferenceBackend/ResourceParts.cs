using AgentComputer.ReferenceBackend.Access;
using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Auth;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Ports;
using AgentComputer.ReferenceBackend.Sessions;
using AgentComputer.ReferenceBackend.Usage;
using AgentComputer.ReferenceBackend.Workspaces;
using LocalComputers;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace AgentComputer.ReferenceBackend;

/// <summary>The parts of the backend that a resource may be built from.</summary>
/// <param name="Options">How the backend behaves.</param>
/// <param name="Data">Where the backend keeps what it has.</param>
/// <param name="House">The engine's computers.</param>
/// <param name="Workspaces">The workspaces.</param>
/// <param name="ApiKeys">The API keys.</param>
/// <param name="Sessions">The access sessions.</param>
/// <param name="Rows">What the API knows of computers.</param>
/// <param name="Computers">Creates, starts, stops and deletes computers.</param>
/// <param name="Changes">Renames, resizes and transfers computers.</param>
/// <param name="Hooks">What resources add to computers.</param>
/// <param name="Usage">What computers have used.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Runner">Runs operations.</param>
/// <param name="Ports">The published ports.</param>
/// <param name="Urls">Where computers are reached.</param>
/// <param name="Logger">Where the backend logs.</param>
/// <param name="Disposals">Disposes of what is built here, when the backend ends.</param>
internal sealed record ResourceParts(
    AgentComputerBackendOptions Options,
    DataDirectory Data,
    ComputerHouse House,
    WorkspaceTable Workspaces,
    ApiKeyTable ApiKeys,
    SessionTable Sessions,
    ComputerRowTable Rows,
    ComputerService Computers,
    ComputerChanges Changes,
    ComputerHooks Hooks,
    UsageMeter Usage,
    OperationTable Operations,
    OperationRunner Runner,
    PortTable Ports,
    PublicUrls Urls,
    ILogger Logger,
    Disposals Disposals)
{
    public Store Store => Data.Store;

    public TimeProvider Clock => Options.TimeProvider;

    /// <summary>The addresses of computers and of their published ports.</summary>
    public PortUrls PortUrls => new(Urls, Rows);

    /// <summary>Makes access sessions.</summary>
    public SessionService SessionService => new(Computers, Sessions, Ports, Urls, PortUrls, Clock);
}
