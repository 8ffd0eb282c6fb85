using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>Puts the API key on a request. The key leaves the process in no other way.</summary>
internal sealed class ApiKeyHeader(WireSettings settings)
{
    private readonly AuthenticationHeaderValue _value = new(settings.Dialect.AuthorizationScheme, settings.ApiKey);

    public void PutOn(HttpRequestMessage message) => message.Headers.Authorization = _value;
}
