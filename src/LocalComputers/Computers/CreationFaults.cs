namespace LocalComputers.Computers;

/// <summary>How many of the next computers can't be created, because somebody wants to see what happens then.</summary>
internal sealed class CreationFaults
{
    private int _left;

    public void Add() => Interlocked.Increment(ref _left);

    /// <exception cref="IOException">It is to fail; the next one is not, unless that was asked for as well.</exception>
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
