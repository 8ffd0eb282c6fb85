using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>The headers of a request that begins something which goes on without its caller: a command, or the turn of a chat.</summary>
internal static class RepeatHeaders
{
    public const string InvalidKey = "INVALID_IDEMPOTENCY_KEY";

    private const int MaxDetachSeconds = 3_600;
    private const int MaxKeyLength = 255;

    /// <summary>The key by which a repeat is known; null without one.</summary>
    /// <exception cref="Refusal">400: the key is empty or too long.</exception>
    public static string? KeyOf(HttpContext context)
    {
        string? key = context.Request.Headers["Idempotency-Key"];
        return key is null or { Length: >= 1 and <= MaxKeyLength }
            ? key
            : throw Refusal.Invalid(InvalidKey, $"Idempotency-Key must have 1 to {MaxKeyLength} characters.");
    }

    /// <summary>The key in the query of a request that stops what the key stands for.</summary>
    /// <exception cref="Refusal">400: the query does not name one key.</exception>
    public static string KeyOfQuery(HttpContext context) =>
        // With two keys, the answer would report both as stopped although neither was.
        context.Request.Query["key"] is [{ Length: > 0 and <= MaxKeyLength } key]
            ? key
            : throw Refusal.Invalid(InvalidKey, $"The query must name one key, of 1 to {MaxKeyLength} characters.");

    /// <summary>How long it may go on without a reader; zero without the header.</summary>
    /// <exception cref="Refusal">400: the header is no number of seconds, or too large.</exception>
    public static TimeSpan DetachOf(HttpContext context)
    {
        string? header = context.Request.Headers["Flapjack-Detach-Seconds"];
        return header is null ? TimeSpan.Zero
            : int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxDetachSeconds ? TimeSpan.FromSeconds(seconds)
            : throw Refusal.Invalid("INVALID_DETACH_SECONDS", $"Flapjack-Detach-Seconds must be a whole number from 0 to {MaxDetachSeconds}.");
    }
}
