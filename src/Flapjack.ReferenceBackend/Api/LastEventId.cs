using System.Globalization;
using LocalComputers.Journals;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Reads <c>Last-Event-ID</c>, and opens a journal behind the frame that it names.</summary>
internal static class LastEventId
{
    /// <summary>The number of the last frame that the caller has seen; 0 without the header, or if the id belongs to another run.</summary>
    /// <param name="request">The request that may have the header.</param>
    /// <param name="prefix">The beginning of all ids of this journal.</param>
    /// <exception cref="Refusal">400: the id is malformed.</exception>
    public static long Read(HttpRequest request, string prefix)
    {
        string? id = request.Headers["Last-Event-ID"];
        return string.IsNullOrEmpty(id) ? 0 : NumberOf(id, prefix);
    }

    /// <exception cref="Refusal">400: the frame does not exist yet; 410: the frames that follow it are gone.</exception>
    public static T Open<T>(long after, Func<long, T> open)
    {
        try
        {
            return open(after);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refusal.Invalid("INVALID_LAST_EVENT_ID", $"No event with the number {after} has been sent yet.");
        }
        catch (JournalGapException e)
        {
            throw Refusal.Gone("RESUME_GAP", e.Message);
        }
    }

    private static long NumberOf(string id, string prefix)
    {
        var hasRun = prefix.Length > 0;
        var colon = hasRun ? id.IndexOf(':', StringComparison.Ordinal) : -1;
        return long.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && hasRun == colon > 0
            ? id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? number : 0
            : throw Refusal.Invalid("INVALID_LAST_EVENT_ID", $"Last-Event-ID '{id}' is not an id of this stream.");
    }
}
