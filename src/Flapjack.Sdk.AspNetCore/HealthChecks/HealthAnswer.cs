using System.Text;
using System.Text.Json;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>What came back to a health check.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The media type; null for none.</param>
/// <param name="Body">The body; null if it is larger than any answer of the API to this question.</param>
internal sealed record HealthAnswer(int Status, string? ContentType, byte[]? Body)
{
    private const int LongestExcerpt = 200;

    /// <summary>Where the answer came from, if it came from another address than the request was sent to; otherwise null.</summary>
    public Uri? RedirectedTo { get; init; }

    /// <summary>Whether the API itself has answered, and has accepted the key.</summary>
    public bool ProvesTheKey => RedirectedTo is null && Status switch
    {
        200 => IsComputerStatus(),
        404 => ErrorCode() == "NOT_FOUND",
        // The API was asked too often, and has accepted the key. The contract promises the status and Retry-After, but not always a body.
        429 => IsBlank() || ErrorCode() is not null,
        _ => false,
    };

    /// <summary>Whether the answer is a refusal in the API's own form.</summary>
    public bool IsTheApisRefusal => RedirectedTo is null && ErrorCode() is not null;

    public string Describe()
    {
        var text = Body is null ? "a large body" : Encoding.UTF8.GetString(Body);
        var printable = string.Concat((text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "…").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return $"{Status} with {ContentType ?? "no content type"}{(RedirectedTo is null ? "" : $" from {RedirectedTo.GetLeftPart(UriPartial.Authority)}")}"
            + (printable.Length == 0 ? " and no body" : $": {printable}");
    }

    private bool IsBlank() => Body is not null && !Body.AsSpan().ContainsAnyExcept(" \t\r\n"u8);

    private bool IsComputerStatus() => Read(body =>
    {
        var hasComputer = body.TryGetProperty("computer", out var computer) || body.TryGetProperty("sandbox", out computer);
        var hasSignals = body.TryGetProperty("signals", out var signals) && signals.ValueKind is JsonValueKind.Object;
        return hasComputer && computer.ValueKind switch
        {
            JsonValueKind.Object => hasSignals || (computer.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String),
            JsonValueKind.Null => hasSignals,
            _ => false,
        };
    });

    // The API's codes are words in capitals. Other servers put a sentence there: {"error":"Not Found"}.
    private string? ErrorCode() => Read(body =>
        body.TryGetProperty("error", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { Length: > 0 } text
        && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? text : null);

    private T? Read<T>(Func<JsonElement, T?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(Body));
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : default;
        }
        // Well-formed JSON may hold half a character, which a string can't hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
