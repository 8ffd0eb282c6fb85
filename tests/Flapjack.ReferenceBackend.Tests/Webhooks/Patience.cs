namespace Flapjack.ReferenceBackend.Tests.Webhooks;

internal static class Patience
{
    /// <summary>How long a test waits in real time for something that happens at once unless the code is broken.</summary>
    public static TimeSpan Limit { get; } = Testing.Limit.Time;
}
