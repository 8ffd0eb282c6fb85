using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Where a request goes, and with which key. Each request makes its own, so that a key can be rotated without a restart.</summary>
/// <param name="options">The service's address and the key.</param>
/// <param name="latest">The redaction of an earlier request. It is expensive to make, so it is used again while the key is the same.</param>
internal sealed class Upstream(FlapjackClientOptions options, KeyRedaction? latest)
{
    // Blank is the same as not set, as it is for the client.
    private readonly string _key = KeyRedaction.KeyOf(options)
        ?? throw new InvalidOperationException($"There is no API key: neither the options nor the environment variable {FlapjackClientOptions.ApiKeyVariable} hold one.");

    private readonly Uri _baseAddress = NullIfBlank(options.BaseAddress?.OriginalString) is not null ? options.BaseAddress!
        : NullIfBlank(GetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable)) is { } address ? new(address)
        : FlapjackClientOptions.DefaultBaseAddress;

    private KeyRedaction? _redaction = latest;

    public FlapjackClientOptions Options => options;

    public AuthenticationHeaderValue Authorization => new("Bearer", _key);

    public KeyRedaction Redaction => _redaction = _redaction?.IsOf(_key) == true ? _redaction : new(_key);

    // Uri would rewrite escapes that others have made, so canonicalization is off.
    public Uri AddressOf(string path, QueryString query) => new(
        _baseAddress.AbsoluteUri.TrimEnd('/') + path + query.ToUriComponent(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
