namespace Flapjack.ReferenceBackend.Computers;

/// <summary>On whose behalf something is done. The door says who it is; the engine only keeps it and tells it again.</summary>
/// <param name="Kind">What kind of caller, in the door's words; <c>backend</c> for what nobody asked for.</param>
/// <param name="Id">Which one of them, in words that may be shown.</param>
internal sealed record Actor(string Kind, string Id)
{
    public static Actor Backend { get; } = new("backend", "flapjack");
}
