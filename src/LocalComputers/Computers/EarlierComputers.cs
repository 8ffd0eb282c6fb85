using LocalComputers.Computers.Bootstrap;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>
/// The computers that an earlier process has left in the store. Each is taken up when it is first asked for, so that a start costs the same with ten
/// thousand of them. What would happen to a computer without being asked for happens here: a computer that nobody uses falls asleep.
/// </summary>
internal sealed partial class EarlierComputers : IAsyncDisposable
{
    private readonly ComputerServices _services;
    private readonly ComputerStore _store;
    private readonly Action<string> _takeUp;
    private readonly RestartableTimer _sleep;
    private readonly CancellationTokenSource _ended = new();
    private DateTimeOffset _asleepUntil = DateTimeOffset.MinValue;

    /// <param name="services">What the computers of a backend share.</param>
    /// <param name="takeUp">Takes up the computer of an agent, unless it is taken up.</param>
    public EarlierComputers(ComputerServices services, Action<string> takeUp)
    {
        (_services, _takeUp) = (services, takeUp);
        _store = new(services.Store);
        _sleep = new(services.IdleAfter, services.Clock, () =>
        {
            TakeUpSleepy();
            return Task.CompletedTask;
        });
    }

    /// <summary>The computer of an agent as it was left; null if the agent has none.</summary>
    public Computer? TakeUp(string agentId)
    {
        // Callers may spell an id with capital letters.
        var id = agentId.ToLowerInvariant();
        var found = _services.Store.Read<(ComputerRecord Record, string Word, BootstrapRunRecord Latest)?>(db =>
            ComputerStore.Find(db, id) is var (record, word) && BootstrapRunStore.FindLatest(db, id) is { } latest ? (record, word, latest) : null);
        if (found is not { } computer)
        {
            return null;
        }

        if (ComputerPhase.Find(computer.Word) is null)
        {
            LogUnknownPhase(_services.Logger, id, computer.Word);
        }

        return Computer.Restore(computer.Record, computer.Latest, _services);
    }

    /// <summary>Takes up the computers whose bootstraps an earlier process did not end: these have failed. The others fall asleep when their time comes.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        foreach (var agentId in _store.InPhase(ComputerPhase.Bootstrapping))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _takeUp(agentId);
        }

        WaitForNext();
    }

    /// <summary>Ends when no computer is taken up any more in order to fall asleep.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _sleep.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private void WaitForNext()
    {
        if (_services.IdleAfter != Timeout.InfiniteTimeSpan && _store.FirstReadyAfter(_asleepUntil) is { } used)
        {
            var ago = _services.Clock.GetUtcNow() - used;
            _sleep.Start(ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
        }
    }

    private void TakeUpSleepy()
    {
        try
        {
            // A command may have ended later than it began, so a computer may have time left. Its own timer knows, as soon as it is taken up.
            var until = _services.Clock.GetUtcNow() - _services.IdleAfter;
            foreach (var agentId in _store.ReadyAndUsed(_asleepUntil, until))
            {
                _ended.Token.ThrowIfCancellationRequested();
                TakeUpAlone(agentId);
            }

            _asleepUntil = until;
            WaitForNext();
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The backend ends. The computers that are left are for the next process.
        }
        catch (Exception e)
        {
            // The store can't be read, for example. Nobody else would take these computers up.
            LogNotAsleep(_services.Logger, e);
            _sleep.Start();
        }
    }

    private void TakeUpAlone(string agentId)
    {
        try
        {
            _takeUp(agentId);
        }
        catch (Exception e) when (!_ended.IsCancellationRequested)
        {
            LogNotTakenUp(_services.Logger, agentId, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The store says that the computer of agent {AgentId} is '{Word}', which is no phase that this version knows; the computer is in error until it is bootstrapped anew.")]
    private static partial void LogUnknownPhase(ILogger logger, string agentId, string word);

    [LoggerMessage(LogLevel.Error, "The computer of agent {AgentId} could not be taken up in order to go idle.")]
    private static partial void LogNotTakenUp(ILogger logger, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The computers that are to go idle could not be read from the store; it is tried again later.")]
    private static partial void LogNotAsleep(ILogger logger, Exception exception);
}
