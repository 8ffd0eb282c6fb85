using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Api.Bodies;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The body that creates an MCP server.</summary>
internal static partial class McpServerBody
{
    private const int MaxName = 200;
    private const int MaxText = 4_096;
    private const string InvalidCredentials = "INVALID_CREDENTIALS";

    // What HTTP allows in the name and in the value of a header.
    private static readonly SearchValues<char> HeaderName = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static McpServerDraft Create(BodyReader body)
    {
        var document = new McpServerDocument
        {
            Name = body.RequiredText("name", "INVALID_NAME", MaxName),
            Transport = body.RequiredOneOf("transport", "INVALID_TRANSPORT", McpTransports.All),
            Url = body.Text("url", "INVALID_URL", WebUrl.MaxLength),
            Command = body.Text("command", "INVALID_COMMAND", MaxText),
            Args = body.Texts("args", "INVALID_ARGS", MaxText),
            AllowedTools = body.Texts("allowedTools", "INVALID_ALLOWED_TOOLS", MaxName),
        };
        var credentials = body.Object("credentials", InvalidCredentials, "an object with headers or env", Credentials) ?? McpCredentials.None;
        Check(document);
        return new(document, credentials);
    }

    private static void Check(McpServerDocument document)
    {
        if (document.Url is { } url)
        {
            WebUrl.Check(url, "url", "INVALID_URL");
        }

        if (document.Transport == McpTransports.Stdio && string.IsNullOrWhiteSpace(document.Command))
        {
            throw Refusal.Invalid("INVALID_COMMAND", "command is required for the transport stdio.");
        }

        if (document.Transport != McpTransports.Stdio && document.Url is null)
        {
            throw Refusal.Invalid("INVALID_URL", $"url is required for the transport {document.Transport}.");
        }
    }

    private static McpCredentials Credentials(BodyReader body)
    {
        var headers = Texts(body, "headers");
        var env = Texts(body, "env");
        if (headers.Any(header => header.Key.Length == 0 || header.Key.AsSpan().ContainsAnyExcept(HeaderName) || !header.Value.All(IsOfHeader)))
        {
            throw Refusal.Invalid(InvalidCredentials, "credentials.headers holds a name or a value that can't stand in a header.");
        }

        return env.All(variable => VariableName().IsMatch(variable.Key) && !variable.Value.Contains('\0', StringComparison.Ordinal))
            ? new(headers, env)
            : throw Refusal.Invalid(InvalidCredentials, "credentials.env holds a name or a value that can't stand in an environment.");
    }

    // The message names no value, and no name either: somebody may have put the secret in its place.
    private static Dictionary<string, string> Texts(BodyReader body, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.JsonObject(name, InvalidCredentials) is { } json)
        {
            foreach (var field in json.EnumerateObject())
            {
                texts[field.Name] = field.Value.ValueKind == JsonValueKind.String
                    ? field.Value.GetString()!
                    : throw Refusal.Invalid(InvalidCredentials, $"credentials.{name} must be an object of strings.");
            }
        }

        return texts;
    }

    private static bool IsOfHeader(char c) => c is '\t' or (>= ' ' and <= '~');

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
