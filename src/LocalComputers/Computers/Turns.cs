namespace LocalComputers.Computers;

/// <summary>Lets things that take time, and must not cross, happen to a computer one after another.</summary>
#pragma warning disable CA1001 // Holds nothing that needs disposal, and a caller may still wait for its turn when the computer goes.
internal sealed class Turns
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task TakeAsync(Func<Task> action, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await action().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
