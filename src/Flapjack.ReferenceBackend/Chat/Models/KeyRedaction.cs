using Shared.Wire.Http.Secrets;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>Takes a user's key out of what the client of a model says about its failure: clients repeat what their provider said, and providers repeat keys.</summary>
/// <param name="key">The key.</param>
internal sealed class KeyRedaction(ModelKey key)
{
    private const string Mark = "[key]";
    private const string Withheld = "The message of the failure holds the user's key, and is not shown.";

    private readonly SecretSearch? _search = key.ApiKey.Length < SecretSearch.ShortestSecret ? null : new(key.ApiKey);

    /// <summary>The failure without the key, and without the exception that led to it, whose message nobody has looked through.</summary>
    public ChatModelException Of(Exception failure)
    {
        var told = ModelFailure.Of(failure);
        // What the failure says of itself is kept. Our own sentence would blame the key of the platform.
        return failure is not ChatModelException && told.Status == 401
            ? new(told.Code, "The model's provider did not accept the key that the agent's credential resolver returned (HTTP status 401).", told.Status)
            : new(Of(told.Code), Of(told.Message), told.Status);
    }

    // A key this short is part of ordinary words, so a mark in its place would show where it stood.
    public string Of(string text) =>
        _search is not null ? _search.Replace(text, _ => Mark)
        : text.Contains(key.ApiKey, StringComparison.OrdinalIgnoreCase) ? Withheld
        : text;
}
