using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>Puts the API key on a request. The key leaves the process in no other way.</summary>
internal sealed class ApiKeyHeader(WireSettings settings)
{
    private readonly AuthenticationHeaderValue? _value = settings.KeyProvider is null ? Of(settings.ApiKey, settings) : null;

    /// <param name="message">The message of one attempt.</param>
    /// <param name="asked">The key that the app's provider gave for this attempt; null if the key never changes.</param>
    public void PutOn(HttpRequestMessage message, AuthenticationHeaderValue? asked) => message.Headers.Authorization = _value ?? asked;

    public static AuthenticationHeaderValue Of(string key, WireSettings settings) => new(settings.Dialect.AuthorizationScheme, key);
}
