using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Coding;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>Takes secrets out of what is shown: values that are known, texts that look like keys, and fields whose name says that they hold a secret.</summary>
/// <param name="known">The values that are known to be secrets, such as those of environment variables.</param>
internal sealed partial class Mask(IEnumerable<string> known)
{
    public const string Hidden = "[hidden]";

    // The private key of RSA with 4,096 bits, and the longest tokens, are shorter.
    private const int LongestHeld = 4_096;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<string> _known = SecretFilter.SecretsOf(known);

    /// <summary>Hides what looks like a secret, and knows no values.</summary>
    public static Mask OfShapes { get; } = new([]);

    public string Text(string text) => Shapes(SecretFilter.Clean(text, _known));

    /// <summary>JSON with its secrets hidden, indented; a text that is no JSON as a text.</summary>
    public string Json(string json)
    {
        try
        {
            return JsonNode.Parse(json) is { } node ? Masked(node, "").ToJsonString(Indented) : "null";
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // An object that has a name twice can't be taken apart either.
            return Text(json);
        }
    }

    public string Json(JsonElement? json) => json is { } element ? Json(element.GetRawText()) : "";

    /// <summary>An address without its password, the values of its query, and parts of its path that look like tokens.</summary>
    public string Address(Uri address)
    {
        var path = string.Join('/', address.AbsolutePath.Split('/').Select(part => TokenInPath().IsMatch(part) ? Hidden : part));
        var query = address.Query.Length == 0 ? "" : $"?{string.Join('&', address.Query[1..].Split('&').Select(field => $"{field.Split('=')[0]}={Hidden}"))}";
        return Text($"{address.Scheme}://{address.Authority}{path}{query}");
    }

    /// <summary>Hides the secrets of a text that comes in pieces.</summary>
    public PieceMask Pieces() => new(this);

    private JsonNode Masked(JsonNode node, string name)
    {
        switch (node)
        {
            case JsonObject members:
                // The variables of a computer are objects of a key and a value, and either field alone says nothing.
                var copy = new JsonObject();
                foreach (var (key, value) in members)
                {
                    var under = Variables().IsMatch(name) && key != "key" && key != "name" ? "secret" : key;
                    copy[key] = value is null ? null : Masked(value, under);
                }

                return copy;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Masked(item, name))]);
            default:
                return node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text
                    ? JsonValue.Create(SecretName().IsMatch(name) ? Hidden : Inner(text))
                    : SecretName().IsMatch(name) && node.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(Hidden) : node.DeepClone();
        }
    }

    /// <summary>A text inside JSON, which may be JSON again: the arguments of a tool, for example.</summary>
    private string Inner(string text)
    {
        try
        {
            return text[0] is '{' or '[' && JsonNode.Parse(text) is { } node ? Masked(node, "").ToJsonString(Indented) : Text(text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Text(text);
        }
    }

    private static string Shapes(string text) => SecretShape().Replace(text, match => match.Groups["shown"].Value + Hidden);

    // Each has in "shown" what may be seen of it. Only texts that nobody takes for words are hidden. What stands before a mark is short, so that the search
    // through a long text without spaces takes no longer than through another.
    [GeneratedRegex(
        """
        (?<shown>fj_(live|test)_)[A-Za-z0-9_-]{6,}
        | (?<shown>whsec_)[A-Za-z0-9+/=_-]{6,}
        | (?<shown>\bsk-)[A-Za-z0-9_-]{16,}
        | (?<shown>\bgh[pousr]_)[A-Za-z0-9]{16,}
        | (?<shown>\beyJ)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?
        | (?<shown>\b(?-i:Bearer|Basic)\s+)(?=\S*[0-9._~+/=-])[A-Za-z0-9._~+/=-]{6,}
        | (?<shown>\bAuthorization\s*[:=]\s*)[^\s"'][^\r\n"']*
        | (?<shown>\\?"[\w-]{0,40}(authorization|secret|passw|token(?!s)|api_?-?key|credential)[\w-]{0,40}\\?"\s*:\s*\\?")[^"\\]+
        | (?<shown>\b[A-Z0-9_]{0,40}(?-i:PASSW|SECRET|TOKEN|API_?KEY)[A-Z0-9_]{0,40}=)\S+
        | (?<shown>\b[a-z][a-z0-9+.-]{0,20}://)[^\s/@:]*:[^\s/@]+(?=@)
        | (?<shown>-----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----)[^-]*(-----END[ ][A-Z ]*PRIVATE[ ]KEY-----)?
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretShape();

    [GeneratedRegex("authorization|cookie|secret|passw|token$|api_?-?key|credential|private_?key|access_?url|signature", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("^env(ironment|_?vars?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Variables();

    [GeneratedRegex("^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_~.%=-]{16,}$", RegexOptions.CultureInvariant)]
    private static partial Regex TokenInPath();

    // The end of a piece that may be the beginning of a secret. A word that the piece does not end may be the first letters of a name or of a mark.
    [GeneratedRegex(
        """
        (
            (fj_|whsec_|sk-|gh[pousr]_|eyJ)\S*
            | Authorization\s*([:=][^\r\n"']*)?
            | (Bearer|Basic)[\s:=]+\S*
            | [A-Za-z][A-Za-z0-9+.-]{0,20}://\S*
            | "[\w-]*("(\s*(:\s*("[^"]*"?)?)?)?)?
            | [A-Z0-9_]*(PASSW|SECRET|TOKEN|KEY)[A-Z0-9_]*=\S*
            | -----BEGIN[A-Z ]*-{0,5}
            | -----BEGIN[A-Z ]*PRIVATE[ ]KEY-----((?!-----END[A-Z ]*KEY-----)[\s\S])*
            | [\w:/+=~-]+
        )\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretBeginning();

    /// <summary>The same for a text that comes in pieces, also for a secret that stands across the end of a piece.</summary>
    internal sealed class PieceMask(Mask mask)
    {
        private readonly SecretFilter _filter = new(mask._known);
        private string _held = "";

        /// <summary>The next piece. Its end is held back as long as it may be the beginning of a secret.</summary>
        public string Next(string piece)
        {
            var text = _held + _filter.Next(piece);
            // A secret that is longer is hidden only up to the end of its piece; a search through all of a long text would take its time.
            var end = SecretBeginning().Match(text, Math.Max(0, text.Length - LongestHeld)) is { Success: true } beginning ? beginning.Index : text.Length;
            _held = text[end..];
            return Shapes(text[..end]);
        }

        /// <summary>What was held back, when no further piece comes.</summary>
        public string End() => Shapes(_held + _filter.End());
    }
}
