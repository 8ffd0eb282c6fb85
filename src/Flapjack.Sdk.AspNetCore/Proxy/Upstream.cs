using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Where a request goes, and with which key. Each request makes its own, so that a key can be rotated without a restart.</summary>
/// <param name="options">The service's address and the timeouts.</param>
/// <param name="key">The key of the request.</param>
/// <param name="redaction">Takes this key and those of before out of what is shown.</param>
internal sealed class Upstream(FlapjackClientOptions options, string key, KeyRedaction redaction)
{
    private readonly Uri _baseAddress = NullIfBlank(options.BaseAddress?.OriginalString) is not null ? options.BaseAddress!
        : NullIfBlank(GetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable)) is { } address ? new(address)
        : FlapjackClientOptions.DefaultBaseAddress;

    public FlapjackClientOptions Options => options;

    public AuthenticationHeaderValue Authorization => new("Bearer", key);

    public KeyRedaction Redaction => redaction;

    // Uri would rewrite escapes that others have made, so canonicalization is off.
    public Uri AddressOf(string path, QueryString query) => new(
        _baseAddress.AbsoluteUri.TrimEnd('/') + path + query.ToUriComponent(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
