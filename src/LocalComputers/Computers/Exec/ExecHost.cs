using LocalComputers.Shells;
using LocalComputers.Storage;

namespace LocalComputers.Computers.Exec;

/// <summary>What a command needs of the computer that it runs on.</summary>
/// <param name="OwnerId">Whose computer it is.</param>
/// <param name="ComputerId">The computer.</param>
/// <param name="WakeAsync">Ends when the computer is awake.</param>
/// <param name="Ended">Told that the command has ended, before any of its readers is; the exit is null when there was none. The action stores the end in the store; null when there is nothing to store.</param>
internal sealed record ExecHost(
    string OwnerId, string ComputerId, Func<CancellationToken, Task> WakeAsync, Action<ShellStart, ShellExit?, TimeSpan, Action<StoreSession>?> Ended);
