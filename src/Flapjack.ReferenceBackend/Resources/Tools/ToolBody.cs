using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Api.Bodies;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>Reads and checks the bodies of <c>POST /api/tools</c> and <c>PATCH /api/tools/{toolId}</c>.</summary>
internal static partial class ToolBody
{
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

    private static string Url(BodyReader body)
    {
        var url = body.RequiredText("url", "INVALID_URL", WebUrl.MaxLength);
        WebUrl.Check(url, "url", "INVALID_URL");
        return url;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolName();
}
