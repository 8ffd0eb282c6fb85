using System.Globalization;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>
/// The place of a trace in the list: <c>{started_at}|{id}</c>. The next page begins behind this place, so traces that begin meanwhile shift
/// nothing into it or out of it.
/// </summary>
/// <param name="StartedAt">When the last trace of the page began.</param>
/// <param name="Id">The id of that trace.</param>
internal sealed record TraceCursor(DateTimeOffset StartedAt, string Id)
{
    private const string Code = "INVALID_CURSOR";

    /// <summary>The cursor of a query; null for the first page.</summary>
    /// <exception cref="Refusal">The text is no cursor of this backend.</exception>
    public static TraceCursor? Read(QueryReader query)
    {
        if (query.Text("cursor", Code) is not { } text)
        {
            return null;
        }

        return text.Split('|') is [var time, var id]
            && DateTimeOffset.TryParseExact(time, "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var startedAt)
            && Ids.TryRead(id, out var traceId)
            && new TraceCursor(startedAt, traceId) is var cursor
            && cursor.ToString() == text
            ? cursor
            : throw Refusal.Invalid(Code, "cursor must be the nextCursor of the page before.");
    }

    public override string ToString() => $"{UtcTimeConverter.Text(StartedAt)}|{Id}";
}
