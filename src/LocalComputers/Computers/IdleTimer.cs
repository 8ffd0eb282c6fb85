namespace LocalComputers.Computers;

/// <summary>Counts a computer's running commands, and begins its idle time when none is left. Its computer's lock guards it.</summary>
internal sealed class IdleTimer(StoredLifecycle life, RestartableTimer timer) : IAsyncDisposable
{
    private int _running;

    /// <summary>Whether the computer has been left alone for long enough; a command may have come since the timer ran out.</summary>
    public bool IsDue => IsQuiet && timer.IsDue;

    private bool IsQuiet => _running == 0 && life is { IsDeleted: false, IsClosed: false } && life.Phase == ComputerPhase.Ready;

    public void CommandBegins()
    {
        _running++;
        timer.Stop();
    }

    public void CommandEnded()
    {
        _running--;
        StartIfQuiet();
    }

    /// <summary>The idle time begins now, unless something runs or the computer is not ready.</summary>
    public void StartIfQuiet()
    {
        if (IsQuiet)
        {
            timer.Start();
        }
    }

    /// <summary>The idle time has begun a while ago, in an earlier process.</summary>
    public void StartAgo(TimeSpan ago) => timer.Start(ago > TimeSpan.Zero ? ago : TimeSpan.Zero);

    /// <summary>Ends when the computer is not made idle any more.</summary>
    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
