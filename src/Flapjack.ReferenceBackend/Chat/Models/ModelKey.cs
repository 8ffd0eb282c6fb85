using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend;

/// <summary>A key with which a user pays for a call of a model, as the agent's credential resolver returned it. Neither its text nor its JSON shows the key.</summary>
public sealed class ModelKey
{
    internal ModelKey(string provider, string model, string apiKey) => (Provider, Model, ApiKey) = (provider, model, apiKey);

    /// <summary>Whose key it is: <c>anthropic</c> or <c>openai</c>.</summary>
    public string Provider { get; }

    /// <summary>The model that is about to be asked, for example <c>claude-sonnet-4-6</c>.</summary>
    public string Model { get; }

    /// <summary>The key. Do not log it, and do not put it into the message of an exception.</summary>
    [JsonIgnore]
    public string ApiKey { get; }

    /// <summary>Says what the key is for; never shows the key.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() => $"ModelKey {{ Provider = {Provider}, Model = {Model}, ApiKey = [hidden] }}";
}
