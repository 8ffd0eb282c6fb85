namespace LocalComputers.Journals;

/// <summary>A journal's last frame, which tells how it all ended, if it did.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Data">The event's JSON.</param>
internal sealed record LastFrame(string Event, string Data);
