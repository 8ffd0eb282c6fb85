namespace LocalComputers.Computers;

/// <summary>How many of the next computers can't be created, because somebody wants to see what happens then.</summary>
internal sealed class CreationFaults
{
    private int _left;

    public void Add() => Interlocked.Increment(ref _left);

    /// <exception cref="IOException">This creation is to fail. Each call of <see cref="Add"/> lets one creation fail.</exception>
    public void ThrowIfAny()
    {
        int left;
        while ((left = Volatile.Read(ref _left)) > 0)
        {
            if (Interlocked.CompareExchange(ref _left, left - 1, left) == left)
            {
                throw new IOException("FailNextCreation was called.");
            }
        }
    }
}
