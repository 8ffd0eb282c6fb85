using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Going with one process of the backend, and coming back with the next.</summary>
internal sealed partial class Computer
{
    /// <summary>A computer of an earlier process, as the store has it.</summary>
    /// <param name="record">What was stored of it last.</param>
    /// <param name="runs">Its bootstraps; at least one.</param>
    /// <param name="services">What the computers of a backend share.</param>
    public static Computer Restore(ComputerRecord record, IReadOnlyList<BootstrapRunRecord> runs, ComputerServices services)
    {
        // Nothing is kept of a wake but its end: whoever was in its midst sleeps, and is woken by the next command.
        var status = record.Status == ComputerLifecycleStatus.Waking ? ComputerLifecycleStatus.Idle : record.Status;
        var computer = new Computer(record with { Status = status }, services);
        computer.TakeUp(BootstrapRun.Restore(runs[^1], services), runs[^1].Setup, record.StatusSince);
        return computer;
    }

    /// <summary>Ends every process, because the backend ends; files, state and journals stay for the next one.</summary>
    public async Task CloseAsync()
    {
        BootstrapRun[] bootstraps;
        ExecRun[] runs;
        lock (_lock)
        {
            _isClosed = true;
            bootstraps = [.. _bootstraps];
            runs = [.. _execs.Runs];
        }

        await _idle.DisposeAsync().ConfigureAwait(false);
        await _statusReader.DisposeAsync().ConfigureAwait(false);
        await TakeTurnAsync(async () =>
        {
            await Task.WhenAll([.. bootstraps.Select(run => run.CloseAsync()), .. runs.Select(run => run.CloseAsync())]).ConfigureAwait(false);
            await Processes.StopAllAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private void TakeUp(BootstrapRun run, ComputerSetup setup, DateTimeOffset since)
    {
        lock (_lock)
        {
            _setup = setup;
            Processes.Limits = SizeClasses.LimitsOf(setup.SizeClass);
            _bootstraps.Add(run);
            var lastEnd = _execs.Restore();
            if (_lifecycle.Status == ComputerLifecycleStatus.Bootstrapping)
            {
                Settle(run, new(ComputerLifecycleStatus.Error, null, "The backend ended while this bootstrap ran.") { IsMade = _folder.Exists });
            }
            else if (_lifecycle.TakesCommands && !Directory.Exists(_folder.Root))
            {
                // On a full disk the files of an agent that is deleted go first; the crash came before the agent could be removed.
                Become(ComputerLifecycleStatus.Destroyed);
            }
            else if (_lifecycle.Status == ComputerLifecycleStatus.Ready)
            {
                var ago = _services.Clock.GetUtcNow() - (lastEnd > since ? lastEnd.Value : since);
                _idle.Start(ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
            }
            else if (_lifecycle.Status == ComputerLifecycleStatus.Destroyed)
            {
                // The crash may have come while they were being removed.
                TellLeft(_folder.Remove());
            }
        }
    }
}
