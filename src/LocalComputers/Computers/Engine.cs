using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>
/// What starts and follows the processes of computers. Several doors in one process may share it; each has its own <see cref="ComputerHouse"/>, and the
/// door that is disposed of last ends the engine.
/// </summary>
internal sealed class Engine : IAsyncDisposable
{
    private int _doors = 1;

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

    /// <summary>Shares the engine with a further door, which disposes of it as the first door does.</summary>
    /// <exception cref="ObjectDisposedException">Every door was disposed of.</exception>
    public Engine Join()
    {
        int doors;
        do
        {
            doors = Volatile.Read(ref _doors);
            ObjectDisposedException.ThrowIf(doors == 0, this);
        }
        while (Interlocked.CompareExchange(ref _doors, doors + 1, doors) != doors);

        return this;
    }

    /// <summary>
    /// To be called once by each door, after its house: the house ends the processes of its computers in good order. The last call ends every process
    /// that is left.
    /// </summary>
    public ValueTask DisposeAsync() => Interlocked.Decrement(ref _doors) == 0 ? Processes.DisposeAsync() : ValueTask.CompletedTask;
}
