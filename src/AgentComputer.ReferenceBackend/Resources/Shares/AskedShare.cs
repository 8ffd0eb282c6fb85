namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>What a caller says of a new share.</summary>
/// <param name="AllowBrowser">Whether it opens the computer's published ports.</param>
/// <param name="AllowVnc">Whether it opens the computer's screen.</param>
/// <param name="ExpiresAt">When it is over; null for never.</param>
internal sealed record AskedShare(bool AllowBrowser, bool AllowVnc, DateTimeOffset? ExpiresAt);
