namespace LocalComputers.Processes;

/// <summary>Looks at the process table, one at a time. Those who ask while a look is under way share the next one.</summary>
/// <remarks>Reading the table costs as much as there are processes on the machine: a hundred endings must not read it a hundred times.</remarks>
/// <param name="table">The processes.</param>
/// <param name="foreign">The processes that the looks leave out; null to look at all.</param>
internal sealed class ProcessLooks(ProcessTable table, ForeignProcesses? foreign = null)
{
    private readonly Lock _lock = new();
    private Task _current = Task.CompletedTask;
    private Task<ProcessLook>? _next;
    private int _taken;

    /// <summary>How many looks there have been.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>A look that begins after this call: what was there before the call and has not ended is seen.</summary>
    public Task<ProcessLook> TakeAsync()
    {
        lock (_lock)
        {
            return _next ??= TakeAfterAsync(_current);
        }
    }

    private async Task<ProcessLook> TakeAfterAsync(Task current)
    {
        await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            // From here on nobody can share this look any more: it has begun.
            _current = _next!;
            _next = null;
        }

        Interlocked.Increment(ref _taken);
        return new(table, foreign);
    }
}
