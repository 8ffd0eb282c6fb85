using System.Globalization;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>
/// The form of an address in a body, for example of a tool. Which machines may be connected to is decided when a connection is made, because names can
/// resolve to other addresses later.
/// </summary>
internal static class WebUrl
{
    /// <summary>The longest address, in characters.</summary>
    public const int MaxLength = 2_048;

    /// <param name="url">The address.</param>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <exception cref="Refusal">It is no address of http or https, parsers read it in different ways, or it holds a user name or a password, which everybody could read in an answer.</exception>
    public static Uri Check(string url, string name, string code)
    {
        if (url.Any(DividesParsers)
            || !url.Contains("://", StringComparison.Ordinal)
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw Refusal.Invalid(code, $"{name} must be an address that begins with https:// or http://, without spaces or backslashes.");
        }

        return uri.UserInfo.Length == 0 ? uri : throw Refusal.Invalid(code, $"{name} must not carry a user name or a password.");
    }

    // One parser drops such a character, and another takes it as the end of the host.
    private static bool DividesParsers(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c == '\\';
}
