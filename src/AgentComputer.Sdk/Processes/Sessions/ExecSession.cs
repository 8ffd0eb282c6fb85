using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>An access session for the processes of a computer.</summary>
/// <param name="Id">The session's id, by which it is revoked.</param>
/// <param name="Http">Sends to the session's address, with its token.</param>
/// <param name="Lasts">How long the session lasts; null if the service did not say.</param>
/// <param name="Began">When the session came, as a timestamp of the clock.</param>
internal sealed record ExecSession(string Id, WireHttp Http, TimeSpan? Lasts, long Began)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    /// <summary>Whether it is time for the next session: a call that is made now could arrive after the end of this session.</summary>
    public bool IsDue => Lasts is { } time && Age >= time - TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, time.Ticks / 4));

    public bool IsOver => Lasts is { } time && Age >= time;

    private TimeSpan Age => Http.Settings.TimeProvider.GetElapsedTime(Began);

    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"session {Id}";
}
