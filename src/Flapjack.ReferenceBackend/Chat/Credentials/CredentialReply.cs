using System.Buffers;
using System.Text.Json;
using Flapjack.ReferenceBackend.Usage;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Chat.Credentials;

/// <summary>Reads what a credential resolver has answered: <c>{"apiKey":"…","source":"byok"}</c>, or <c>{"apiKey":null,"source":"platform"}</c>.</summary>
internal static class CredentialReply
{
    private const int MaxBytes = 16 * 1024;
    private const int LongestKey = 1_024;

    // The key becomes the value of a header: another character would make a second header of it, or would be refused by the client of the model.
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)]);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<CredentialAnswer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var answer = await PostAnswer.ReadAsync(new(PostVerdict.Answered, ""), content, MaxBytes, cancellationToken).ConfigureAwait(false);
        return answer.IsTooLong ? CredentialAnswer.Unusable($"The resolver {answer.Reason}.") : Read(answer.Body);
    }

    public static CredentialAnswer Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return CredentialAnswer.Unusable("The resolver answered with what is not JSON.");
        }
    }

    // The key decides, as the contract says. But a key that comes with another source than byok contradicts itself, and whoever pays must be known.
    private static CredentialAnswer Read(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object || !reply.TryGetProperty("apiKey", out var key) || key.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            return CredentialAnswer.Unusable("The resolver answered without the field apiKey, which is a text or null.");
        }

        if (key.ValueKind == JsonValueKind.Null)
        {
            return CredentialAnswer.Platform;
        }

        if (key.GetString() is not { Length: > 0 and <= LongestKey } text || text.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            return CredentialAnswer.Unusable($"The resolver answered with a key that is not 1 to {LongestKey} visible ASCII characters.");
        }

        return reply.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String && source.ValueEquals(KeySource.Byok)
            ? CredentialAnswer.Of(text)
            : CredentialAnswer.Unusable($"The resolver answered with a key, but not with the source {KeySource.Byok}.");
    }
}
