using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The rules of the addresses in a body. Which machines may be connected to is decided when a connection is made.</summary>
internal static class McpUrl
{
    public const int MaxLength = 2_048;

    /// <param name="url">The address.</param>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <exception cref="Refusal">It is no address of http or https, or holds a user name or a password, which everybody could read in a list.</exception>
    public static Uri Check(string url, string name, string code) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0
            ? uri
            : throw Refusal.Invalid(code, $"{name} must be an address that begins with https:// or http://, without a user name or a password.");
}
