using System.Net;
using System.Text.Json;

namespace Flapjack.Sdk;

/// <summary>The answer of an endpoint that this version does not know. It is always a success: a refusal is an exception.</summary>
public sealed class FlapjackRawResponse
{
    /// <summary>The HTTP status, 200 to 299.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>The headers, those of the body included. Their names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get => field ?? EmptyHeaders; init; }

    /// <summary>The body as JSON; null if the body is empty or no JSON.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The body as text in UTF-8; empty if there is none.</summary>
    public string Text { get => field ?? ""; init; }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> EmptyHeaders { get; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The status, and the length of the body. The body itself is not shown, because it may hold secrets.</summary>
    /// <returns>A short text for logs.</returns>
    public override string ToString() => $"{(int)StatusCode}, {Text.Length} characters";
}
