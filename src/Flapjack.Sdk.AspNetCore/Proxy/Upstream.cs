using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Where a request goes, and with which key. Made anew for each, so that a key is rotated without a restart.</summary>
internal sealed class Upstream(FlapjackClientOptions options)
{
    // Blank is the same as not set, as it is for the client.
    private readonly string _key = NullIfBlank(options.ApiKey) ?? NullIfBlank(GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable))
        ?? throw new InvalidOperationException($"There is no API key: neither the options nor the environment variable {FlapjackClientOptions.ApiKeyVariable} hold one.");

    private readonly Uri _baseAddress = NullIfBlank(options.BaseAddress?.OriginalString) is not null ? options.BaseAddress!
        : NullIfBlank(GetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable)) is { } address ? new(address)
        : FlapjackClientOptions.DefaultBaseAddress;

    public FlapjackClientOptions Options => options;

    public AuthenticationHeaderValue Authorization => new("Bearer", _key);

    /// <exception cref="ProxyRefusal">The query holds what can't stand in a request line.</exception>
    public Uri AddressOf(string path, QueryString query)
    {
        var escaped = query.ToUriComponent();
        return escaped.All(c => c is > ' ' and < '\x7f')
            // Left alone, Uri would rewrite what others have escaped.
            ? new(_baseAddress.AbsoluteUri.TrimEnd('/') + path + escaped, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
            : throw new ProxyRefusal(StatusCodes.Status400BadRequest, "INVALID_QUERY", "The query holds a character that must be escaped.");
    }

    /// <summary>Takes the key out of what came back: a proxy's error page may echo the request's headers.</summary>
    public string Redact(string text) => text.Replace(_key, "[key]", StringComparison.Ordinal);

    // A key is ASCII, and in Latin-1 every byte is a character: whatever the body is, it comes out the same but for the key.
    public byte[] Redact(byte[] body) => Encoding.Latin1.GetBytes(Redact(Encoding.Latin1.GetString(body)));

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
