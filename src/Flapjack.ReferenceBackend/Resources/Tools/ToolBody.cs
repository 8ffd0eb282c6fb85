using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>Reads and checks the bodies of <c>POST /api/tools</c> and <c>PATCH /api/tools/{toolId}</c>.</summary>
internal static partial class ToolBody
{
    private const int MaxUrl = 2_048;

    // The url comes last, because its rule refuses a body before a later field is asked for.
    public static ToolDocument Create(BodyReader body) =>
        new() { Name = Name(body), Description = Description(body), Parameters = Parameters(body), Url = Url(body) };

    /// <summary>The fields that were sent. Null empties a field; a name and a url can't be emptied.</summary>
    public static JsonObject Patch(BodyReader body) =>
        body.Sent(("name", Name), ("description", Description), ("parameters", reader => Parameters(reader)), ("url", Url));

    private static string Name(BodyReader body)
    {
        var name = body.RequiredText("name", "INVALID_NAME");
        return ToolName().IsMatch(name)
            ? name
            : throw Refusal.Invalid("INVALID_NAME", "name must have 1 to 64 letters, digits, underscores and hyphens of ASCII; models accept no other names.");
    }

    private static string? Description(BodyReader body) => body.Text("description", "INVALID_DESCRIPTION");

    private static JsonElement? Parameters(BodyReader body) => body.JsonObject("parameters", "INVALID_PARAMETERS");

    /// <summary>The form of the address only. Whether it is public is checked when it is called, because names can resolve to other addresses later.</summary>
    private static string Url(BodyReader body)
    {
        var url = body.RequiredText("url", "INVALID_URL", MaxUrl);
        if (url.Any(DividesParsers)
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw Refusal.Invalid("INVALID_URL", "url must be an absolute http or https URL, without spaces or backslashes.");
        }

        // The url is shown to everybody in the organization.
        return uri.UserInfo.Length == 0 ? url : throw Refusal.Invalid("INVALID_URL", "url must not carry a user name or password.");
    }

    // One parser drops such a character, and another takes it as the end of the host.
    private static bool DividesParsers(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\';

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolName();
}
