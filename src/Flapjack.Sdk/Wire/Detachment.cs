using System.Globalization;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Wire;

/// <summary>The header that says how long the service goes on with its work when nobody reads the events of the work.</summary>
internal static class Detachment
{
    private const string Header = "Flapjack-Detach-Seconds";
    private const int ShortestSeconds = 30;

    /// <param name="ofCaller">How long the caller wants; null for as long as this client may need to come back after a broken connection.</param>
    /// <param name="settings">How often, and how long, the client tries to come back.</param>
    /// <returns>The header; empty for a client that never comes back.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> HeadersFor(TimeSpan? ofCaller, WireSettings settings) =>
        ofCaller is { } time ? Of(Seconds(time))
        : settings.MaxRetries == 0 ? []
        : Of(Math.Max(ShortestSeconds, Seconds(ResumeAttempts.LongestAbsence(settings))));

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static KeyValuePair<string, string>[] Of(int seconds) => [new(Header, seconds.ToString(CultureInfo.InvariantCulture))];
}
