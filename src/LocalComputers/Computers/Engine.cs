using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>What starts and follows the processes of computers. Several doors in one process may share it; each has its own <see cref="ComputerHouse"/>.</summary>
internal sealed class Engine : IAsyncDisposable
{
    /// <param name="logger">Where the engine logs.</param>
    /// <param name="useControlGroups">Whether control groups are used if the machine has them.</param>
    public Engine(ILogger logger, bool useControlGroups = true)
    {
        Processes = new(logger);
        Self = ProcessIdentity.OfSelf(Processes.Table);
        Places = useControlGroups ? GroupPlaces.OfSelf() : null;
    }

    public ProcessHost Processes { get; }

    /// <summary>This process, by which a later process can tell that it has ended; null where processes can't be told apart for good.</summary>
    public ProcessIdentity? Self { get; }

    /// <summary>Where this process is in the hierarchies of control groups; null if those are not to be used.</summary>
    public GroupPlaces? Places { get; }

    /// <summary>Ends every process that is left. Dispose of the houses first: they end the processes of their computers in good order.</summary>
    public ValueTask DisposeAsync() => Processes.DisposeAsync();
}
