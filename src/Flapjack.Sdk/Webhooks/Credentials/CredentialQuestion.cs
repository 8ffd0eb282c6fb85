using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>What Flapjack asks before it uses a model: whose key pays for this call?</summary>
/// <remarks>The body of the <c>POST</c> to <see cref="CredentialConfig.ResolverUrl"/>. Answer with <c>{"apiKey":"…","source":"byok"}</c>, or with
/// <c>{"apiKey":null,"source":"platform"}</c> if the user has no key.</remarks>
public sealed record CredentialQuestion
{
    /// <summary>The user who is answered: the <c>senderId</c> of the message, or else the signed-in user; null if nobody said.</summary>
    [JsonPropertyName("userId")]
    public string? UserId { get; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("orgId")]
    public string? OrgId { get; init; }

    /// <summary>Whose key is wanted: <c>anthropic</c> or <c>openai</c>.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>The model that is about to be used, for example <c>claude-sonnet-4-6</c>.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Reads the body of a question whose signature was verified.</summary>
    /// <param name="rawBody">The request's body exactly as received: JSON in UTF-8.</param>
    /// <returns>The question. A field whose type is not the documented one is null, and is in <see cref="AdditionalProperties"/>.</returns>
    /// <exception cref="FlapjackProtocolException">The body is not a JSON object that names a provider. Answer 400.</exception>
    public static CredentialQuestion Parse(ReadOnlySpan<byte> rawBody)
    {
        try
        {
            var question = WireJson.Read(rawBody, WebhooksJson.Default.CredentialQuestion);
            return string.IsNullOrEmpty(question.Provider) ? throw new JsonException("The field 'provider' is missing, or not a text.") : question;
        }
        catch (JsonException e)
        {
            throw new FlapjackProtocolException($"The body is not the JSON of a question for a key ({rawBody.Length} bytes): {e.Message}", e);
        }
    }
}
