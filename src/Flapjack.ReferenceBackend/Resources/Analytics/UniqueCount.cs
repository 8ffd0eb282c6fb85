namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>How many different people, sessions and threads there were. A step of a run has no session and no thread.</summary>
internal sealed record UniqueCount(long Users, long Sessions, long Threads)
{
    public static UniqueCount Zero { get; } = new(0, 0, 0);
}
