namespace LocalComputers.Computers;

/// <summary>On whose behalf something is done. The door says who it is; the engine only keeps it and tells it again.</summary>
/// <param name="Kind">What kind of caller, in the door's words.</param>
/// <param name="Id">Which one of them, in words that may be shown.</param>
internal sealed record Actor(string Kind, string Id);
